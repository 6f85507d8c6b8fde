package dev.fermata.tests.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Task;
import dev.fermata.runtime.Continuations;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code @Async(releaseMonitors = true)}: cases 101 and 103, seen from other threads. */
class MonitorsTest {
  private static final WovenProgram PROGRAM =
      WovenProgram.of(Path.of("src", "test", "programs", "Monitors.java"));

  private static List<String> run(String method, CompletableFuture<Integer> awaited) {
    Coroutine<List<String>> body = PROGRAM.coroutine(method, awaited);
    try (EventLoop loop = new EventLoop()) {
      Task<List<String>> task = loop.spawn(body);
      loop.execute(() -> completeHoldingBoth(awaited));
      return loop.run(new Join<>(task));
    }
  }

  /** Another thread takes the monitors, which it could not if the held method kept one. */
  private static void completeHoldingBoth(CompletableFuture<Integer> awaited) {
    onAnotherThread(
        () -> {
          synchronized (PROGRAM.<Object>field("OUTER")) {
            synchronized (PROGRAM.<Object>field("INNER")) {
              awaited.complete(5);
            }
          }
        });
  }

  private static void completeHolding(Object lock, CompletableFuture<Integer> awaited) {
    onAnotherThread(
        () -> {
          synchronized (lock) {
            awaited.complete(5);
          }
        });
  }

  private static void onAnotherThread(Runnable action) {
    Thread other = new Thread(action);
    other.start();
    try {
      other.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void monitors_are_released_and_entered_again(boolean done) {
    CompletableFuture<Integer> awaited =
        done ? CompletableFuture.completedFuture(5) : new CompletableFuture<>();
    assertThat(run("nested", awaited))
        .containsExactly("outer ", "outer inner5", "outer ", "outer ", "");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void monitors_in_loops_and_around_loops_are_released(boolean done) {
    CompletableFuture<Integer> awaited =
        done ? CompletableFuture.completedFuture(5) : new CompletableFuture<>();
    assertThat(run("in_a_loop", awaited))
        .containsExactly("outer 5", "outer 6", "", "outer 6", "outer 7", "");
  }

  @Test
  void a_failure_leaves_the_monitor_through_its_handlers() {
    CompletableFuture<Integer> awaited = new CompletableFuture<>();
    Coroutine<List<String>> body = PROGRAM.coroutine("failing", awaited);
    try (EventLoop loop = new EventLoop()) {
      Task<List<String>> task = loop.spawn(body);
      loop.execute(() -> awaited.completeExceptionally(new IllegalStateException("failed")));
      assertThat(loop.run(new Join<>(task))).containsExactly("outer ", "failed");
    }
  }

  @Test
  void a_cold_synchronized_method_releases_the_monitor_of_its_class() {
    CompletableFuture<Integer> awaited = new CompletableFuture<>();
    Coroutine<List<String>> body = PROGRAM.coroutine("cold", awaited);
    assertThat(Thread.holdsLock(PROGRAM.type())).isFalse();
    try (EventLoop loop = new EventLoop()) {
      Task<List<String>> task = loop.spawn(body);
      loop.execute(() -> completeHolding(PROGRAM.type(), awaited));
      assertThat(loop.run(new Join<>(task))).containsExactly("class", "class5", "class");
    }
  }

  @Test
  void a_hot_synchronized_method_has_the_monitor_up_to_its_first_suspension_and_then_again() {
    CompletableFuture<Integer> awaited = new CompletableFuture<>();
    List<String> log = new ArrayList<>();
    CompletableFuture<List<String>> result = PROGRAM.call("hot", awaited, log);

    assertThat(Thread.holdsLock(PROGRAM.type())).isFalse();
    completeHolding(PROGRAM.type(), awaited);
    assertThat(result.join()).containsExactly("class", "class5");
    assertThat(Thread.holdsLock(PROGRAM.type())).isFalse();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void synchronized_methods_of_an_object_release_its_monitor(boolean done) {
    CompletableFuture<Integer> awaited =
        done ? CompletableFuture.completedFuture(5) : new CompletableFuture<>();
    Object counter = PROGRAM.call("counter");
    Coroutine<List<String>> body = PROGRAM.coroutine("count", awaited, counter);
    try (EventLoop loop = new EventLoop()) {
      Task<List<String>> task = loop.spawn(body);
      loop.execute(() -> completeHolding(counter, awaited));
      assertThat(loop.run(new Join<>(task)))
          .containsExactly("cold held", "hot held", "hot held", "cold held", "end 10free");
    }
  }

  @Test
  void a_synchronized_method_without_awaits_waits_for_its_monitor_when_it_runs() {
    List<String> log = Collections.synchronizedList(new ArrayList<>());
    Coroutine<List<String>> body = PROGRAM.coroutine("without_awaits", log);
    try (EventLoop loop = new EventLoop()) {
      Task<List<String>> task = loop.spawn(body);
      runWhileAnotherThreadHas(PROGRAM.type(), log, () -> loop.run(new Join<>(task)));
    }
    assertThat(log).containsExactly("other", "class");
  }

  @Test
  void a_resume_waits_for_the_monitor() {
    CompletableFuture<Integer> awaited = new CompletableFuture<>();
    List<String> log = Collections.synchronizedList(new ArrayList<>());
    CompletableFuture<List<String>> result = PROGRAM.call("hot", awaited, log);

    runWhileAnotherThreadHas(PROGRAM.type(), log, () -> awaited.complete(5));
    assertThat(result.join()).containsExactly("class", "other", "class5");
  }

  /** The other thread leaves the monitor when this one is blocked at it. */
  private static void runWhileAnotherThreadHas(Object lock, List<String> log, Runnable action) {
    Thread self = Thread.currentThread();
    CountDownLatch taken = new CountDownLatch(1);
    Thread other =
        new Thread(
            () -> {
              synchronized (lock) {
                taken.countDown();
                while (self.getState() != Thread.State.BLOCKED) {
                  Thread.onSpinWait();
                }
                log.add("other");
              }
            });
    other.start();
    try {
      taken.await();
      action.run();
      other.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void a_synchronized_generator_releases_its_monitors_at_each_element() {
    List<String> log = new ArrayList<>();
    for (String element : PROGRAM.<Iterable<String>>call("generator")) {
      log.add(element + (Thread.holdsLock(PROGRAM.type()) ? " held" : " free"));
    }
    assertThat(log)
        .containsExactly("class0 free", "classouter  free", "class1 free", "classouter  free");
  }

  @Test
  void an_async_generator_that_is_closed_early_leaves_its_monitor_through_its_handlers() {
    CompletableFuture<Integer> awaited = new CompletableFuture<>();
    Coroutine<List<String>> body = PROGRAM.coroutine("iterate", awaited);
    try (EventLoop loop = new EventLoop()) {
      Task<List<String>> task = loop.spawn(body);
      loop.execute(() -> completeHolding(PROGRAM.type(), awaited));
      assertThat(loop.run(new Join<>(task)))
          .containsExactly("class5", "free", "class", "free", "class");
    }
  }

  /** What HotSpot can't pair it does not compile, and it says so. */
  @Test
  void hotspot_pairs_every_exit_of_a_woven_method_with_its_entry(@TempDir Path folder)
      throws IOException, InterruptedException {
    PROGRAM.writeTo(folder);
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xcomp",
            "-XX:CompileCommand=quiet",
            "-XX:CompileCommand=compileonly,Monitors*::*",
            "-Xlog:monitormismatch=info:stdout:none",
            "-cp",
            folder + File.pathSeparator + System.getProperty("java.class.path"),
            "Monitors");
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output.lines().filter(line -> !line.contains("Monitors::twice")))
        .containsExactly("all done");
    assertThat(output).as("HotSpot says what it can't pair").contains("Monitors::twice");
  }

  /** Awaits a task, in code that is not woven. */
  private static final class Join<T> extends Coroutine<T> {
    private final Task<T> task;

    Join(Task<T> task) {
      this.task = task;
    }

    @Override
    protected @Nullable Object begin() throws Throwable {
      return Continuations.delegate(task);
    }
  }
}
