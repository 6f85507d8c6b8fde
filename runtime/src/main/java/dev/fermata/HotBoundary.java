package dev.fermata;

import dev.fermata.runtime.ContinuationFrame;
import dev.fermata.runtime.Failure;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Makes the futures of hot methods, whose bodies begin on the caller's stack. */
final class HotBoundary {
  private HotBoundary() {}

  /** A task of the hot method that runs on this thread. */
  static Task<?> newTask(Carrier carrier) {
    EventLoop loop = carrier.loop;
    Scope scope = Scope.OFF_LOOP;
    if (loop != null) {
      scope = loop.scope();
      loop.live().begun();
    }
    return Task.<@Nullable Object>ofHotMethod(scope);
  }

  /**
   * Holds the chain that has just unwound.
   *
   * @param early the task, if it has one already
   */
  static Task<?> suspended(@Nullable Task<?> early, ContinuationFrame outermost) {
    Carrier carrier = Carrier.get();
    Task<?> task = early != null ? early : newTask(carrier);
    Driver.suspended(task, carrier, outermost);
    return task;
  }

  /** As {@link #suspended}, with a future of the declared subclass in front. */
  static CompletableFuture<?> suspendedInto(
      @Nullable Task<?> early, ContinuationFrame outermost, CompletableFuture<?> future) {
    HotFutures.connect(suspended(early, outermost), untyped(future));
    return future;
  }

  /** A body has ended that got its task early; the task is its future. */
  static Task<?> ended(Task<?> early, @Nullable Object value, @Nullable Throwable exception) {
    early.finish(exception != null ? new Failure(exception) : value);
    return early;
  }

  /** As {@link #ended}, with a future of the declared subclass, and perhaps without a task. */
  static CompletableFuture<?> endedInto(
      @Nullable Task<?> early,
      @Nullable Object value,
      @Nullable Throwable exception,
      CompletableFuture<?> future) {
    if (early != null) {
      HotFutures.connect(ended(early, value, exception), untyped(future));
    } else if (exception == null) {
      untyped(future).complete(value);
    } else {
      future.completeExceptionally(exception);
    }
    return future;
  }

  @SuppressWarnings("unchecked")
  private static CompletableFuture<@Nullable Object> untyped(CompletableFuture<?> future) {
    return (CompletableFuture<@Nullable Object>) future;
  }
}
