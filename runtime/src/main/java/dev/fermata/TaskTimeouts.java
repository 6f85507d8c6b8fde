package dev.fermata;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs an action after a time unless a task is done by then. */
final class TaskTimeouts {
  private TaskTimeouts() {}

  static void after(Task<?> task, long nanos, Runnable action) {
    if (task.isDone()) {
      return;
    }
    EventLoop loop = task.loop();
    Future<?> timer =
        loop != null ? loop.schedule(action, nanos, TimeUnit.NANOSECONDS) : offLoop(nanos, action);
    var unused = task.handle((value, exception) -> timer.cancel(false));
  }

  private static Future<?> offLoop(long nanos, Runnable action) {
    CompletableFuture<@Nullable Object> timer = new CompletableFuture<>();
    var unused = timer.completeOnTimeout(null, nanos, TimeUnit.NANOSECONDS).thenRunAsync(action);
    return timer;
  }
}
