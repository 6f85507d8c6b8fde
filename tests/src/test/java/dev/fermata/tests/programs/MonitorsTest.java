package dev.fermata.tests.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Task;
import dev.fermata.runtime.Continuations;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code @Async(releaseMonitors = true)}: cases 101 and 103 with their monitors released. */
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
    Thread other =
        new Thread(
            () -> {
              synchronized (PROGRAM.<Object>field("OUTER")) {
                synchronized (PROGRAM.<Object>field("INNER")) {
                  awaited.complete(5);
                }
              }
            });
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
