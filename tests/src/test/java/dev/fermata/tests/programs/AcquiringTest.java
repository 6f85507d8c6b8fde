package dev.fermata.tests.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fermata.EventLoop;
import dev.fermata.Fermata;
import dev.fermata.ReleaseAction;
import dev.fermata.testing.VirtualTime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is acquired is used or released, and never lost. */
@Timeout(60) // what would wait for ever is told as a failure
class AcquiringTest {
  private static final WovenProgram PROGRAM =
      WovenProgram.of(Path.of("src", "test", "programs", "Acquiring.java"));

  private final CompletableFuture<String> stage = new CompletableFuture<>();
  private final List<Object> log = Collections.synchronizedList(new ArrayList<>());
  private final List<Thread> releasing = Collections.synchronizedList(new ArrayList<>());
  private final ReleaseAction<String> release =
      value -> {
        releasing.add(Thread.currentThread());
        log.add("released " + value);
      };

  private static <T> T run(String method, Object... arguments) {
    return Fermata.run(PROGRAM.<T>coroutine(method, arguments));
  }

  private static void elsewhere(Runnable action) {
    CompletableFuture.runAsync(action).join();
  }

  @Test
  void a_value_that_is_there_is_the_awaits() {
    assertThat(
            AcquiringTest.<String>run("acquired", CompletableFuture.completedFuture("a"), release))
        .isEqualTo("got a");
    assertThat(log).isEmpty();
  }

  @Test
  void a_value_that_comes_on_another_thread_is_the_awaits() {
    CompletableFuture<String> later = CompletableFuture.supplyAsync(() -> "a");
    assertThat(AcquiringTest.<String>run("acquired", later, release)).isEqualTo("got a");
    assertThat(log).isEmpty();
  }

  @Test
  void a_failure_is_thrown_as_it_is() {
    RuntimeException failure = new IllegalStateException("as it is");
    assertThatThrownBy(() -> run("acquired", CompletableFuture.failedFuture(failure), release))
        .isSameAs(failure);
    CompletableFuture<String> later =
        CompletableFuture.supplyAsync(
            () -> {
              throw failure;
            });
    assertThatThrownBy(() -> run("acquired", later, release)).isSameAs(failure);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_value_that_comes_after_the_cancel_is_released_on_the_loops_thread(boolean here) {
    Runnable completes =
        here ? () -> stage.complete("late") : () -> elsewhere(() -> stage.complete("late"));
    assertThat(AcquiringTest.<List<Object>>run("cancelled", stage, release, log, completes))
        .containsExactly("cancelled", "ended", "released late");
    assertThat(releasing).containsExactly(Thread.currentThread());
  }

  @Test
  void the_stage_is_not_cancelled() {
    run("cancelled", stage, release, log, (Runnable) () -> log.add(stage.isDone()));
    assertThat(log).containsExactly("cancelled", "ended", false);
  }

  @Test
  void a_value_that_was_given_to_the_task_is_used_although_it_is_cancelled_before_its_turn() {
    Runnable completes = () -> stage.complete("in time");
    assertThat(AcquiringTest.<List<Object>>run("overtaken", stage, release, log, completes))
        .containsExactly("uses in time", "cancelled", "ended");
  }

  @Test
  void a_value_that_is_on_its_way_when_the_task_is_cancelled_is_released() {
    Runnable completes = () -> elsewhere(() -> stage.complete("on its way"));
    assertThat(AcquiringTest.<List<Object>>run("overtaken", stage, release, log, completes))
        .containsExactlyInAnyOrder("released on its way", "cancelled", "ended");
    assertThat(releasing).containsExactly(Thread.currentThread());
  }

  @Test
  void a_cancel_that_has_come_before_the_wait_loses_nothing() {
    assertThat(AcquiringTest.<List<Object>>run("pending", stage, release, log))
        .containsExactly("cancelled", "ended", "released late");
  }

  @Test
  void a_value_that_comes_after_a_time_limit_is_released() {
    assertThat(VirtualTime.run(PROGRAM.<List<Object>>coroutine("timed", stage, release, log)))
        .containsExactly("timeout", "released late");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void nothing_that_comes_late_is_not_released(boolean fails) {
    Runnable completes =
        () -> {
          if (fails) {
            stage.completeExceptionally(new IllegalStateException("nobody hears it"));
          } else {
            stage.complete(null);
          }
        };
    assertThat(AcquiringTest.<List<Object>>run("cancelled", stage, release, log, completes))
        .containsExactly("cancelled", "ended");
  }

  @Test
  void what_the_action_fails_with_goes_to_the_exception_handler() {
    IOException failure = new IOException("not closed");
    ReleaseAction<String> failing =
        value -> {
          throw failure;
        };
    Runnable completes = () -> stage.complete("late");
    try (EventLoop loop = new EventLoop()) {
      loop.setExceptionHandler(
          (message, exception) -> {
            log.add(message);
            log.add(exception);
          });
      var unused =
          loop.run(PROGRAM.<List<Object>>coroutine("cancelled", stage, failing, log, completes));
    }
    assertThat(log)
        .containsExactly(
            "cancelled",
            "ended",
            "releasing late failed, which came when nobody waited for it any more",
            failure);
  }

  @Test
  void a_value_that_comes_after_the_loop_is_released_on_the_thread_it_comes_on() {
    run("cancelled", stage, release, log, (Runnable) () -> {});
    CompletableFuture<Thread> completing =
        CompletableFuture.supplyAsync(
            () -> {
              stage.complete("too late");
              return Thread.currentThread();
            });
    assertThat(releasing).containsExactly(completing.join());
    assertThat(log).containsExactly("cancelled", "ended", "released too late");
  }

  @Test
  void values_that_come_while_the_loop_ends_are_used_or_released() {
    for (int round = 0; round < 500; round++) {
      List<CompletableFuture<String>> stages =
          IntStream.range(0, 20).mapToObj(i -> new CompletableFuture<String>()).toList();
      CompletableFuture<Void> begun = new CompletableFuture<>();
      CompletableFuture<Void> completed =
          begun.thenRunAsync(
              () -> IntStream.range(0, 20).forEach(i -> stages.get(i).complete("" + i)));
      log.clear();
      run(
          "left",
          stages,
          (ReleaseAction<String>) log::add,
          log,
          (Runnable) () -> begun.complete(null));
      completed.join();
      assertThat(log)
          .containsExactlyInAnyOrderElementsOf(
              IntStream.range(0, 20).mapToObj(i -> (Object) ("" + i)).toList());
    }
  }

  /** What nobody has retrieved is told when the last turn is over, and the loop not yet ended. */
  @Test
  void a_value_that_comes_after_the_last_turn_is_released() {
    CompletableFuture<Object> kept = new CompletableFuture<>();
    try (EventLoop loop = new EventLoop()) {
      loop.setExceptionHandler((message, exception) -> elsewhere(() -> stage.complete("last")));
      CompletableFuture<String> failed = CompletableFuture.failedFuture(new IOException("unseen"));
      Runnable spawns =
          () -> kept.complete(loop.spawn(PROGRAM.coroutine("acquired", failed, release)));
      loop.run(PROGRAM.<Object>coroutine("left", List.of(stage), release, log, spawns));
      assertThat(log).isEmpty();
    }
    assertThat(kept).isCompleted();
    assertThat(log).containsExactly("released last");
  }

  @Test
  void a_value_that_comes_while_the_wait_begins_is_used_and_not_released() {
    CompletableFuture<String> quick =
        new CompletableFuture<>() {
          @Override
          public <U> CompletableFuture<U> handle(
              BiFunction<? super String, Throwable, ? extends U> f) {
            CompletableFuture<U> handled = super.handle(f);
            elsewhere(() -> complete("quick"));
            return handled;
          }
        };
    List<Object> used = run("cancelled", quick, release, log, (Runnable) () -> {});
    assertThat(used).containsExactly("uses quick", "not cancelled");
  }

  @Test
  void a_value_that_is_used_before_its_thread_goes_on_is_not_released() throws Exception {
    ExecutorService host = Executors.newSingleThreadExecutor();
    CountDownLatch ended = new CountDownLatch(1);
    ThreadLocal<Boolean> completes = ThreadLocal.withInitial(() -> false);
    // The completing thread has sent the value, and goes on when the loop has ended.
    EventLoop loop =
        EventLoop.hostedOn(
            turn -> {
              host.execute(turn);
              if (completes.get()) {
                waitFor(ended);
              }
            });
    CompletableFuture<String> task = loop.spawn(PROGRAM.coroutine("acquired", stage, release));
    loop.submit(() -> "its first step was taken").get();
    CompletableFuture<Void> completing =
        CompletableFuture.runAsync(
            () -> {
              completes.set(true);
              stage.complete("in time");
              completes.remove();
            });
    assertThat(task.get()).isEqualTo("got in time");
    loop.close();
    ended.countDown();
    completing.join();
    host.shutdown();
    assertThat(log).isEmpty();
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void it_needs_an_event_loop() {
    assertThatThrownBy(
            () -> {
              CompletableFuture<?> hot = PROGRAM.call("hot", stage, release);
              hot.getNow(null);
            })
        .hasMessageContaining("no event loop runs on thread");
  }
}
