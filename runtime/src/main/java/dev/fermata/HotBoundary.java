package dev.fermata;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Makes the future of a hot method whose body has suspended. */
final class HotBoundary {
  private HotBoundary() {}

  /** Holds the chain that has just unwound. */
  static Task<?> task() {
    Carrier carrier = Carrier.get();
    EventLoop loop = carrier.loop;
    Scope scope = Scope.OFF_LOOP;
    if (loop != null) {
      scope = loop.scope();
      loop.live().begun();
    }
    Task<@Nullable Object> task = new Task<>(scope);
    Driver.suspended(task, carrier);
    return task;
  }

  /** As {@link #task}, with a future of the declared subclass in front. */
  static CompletableFuture<?> taskInto(CompletableFuture<?> future) {
    HotFutures.connect(task(), untyped(future));
    return future;
  }

  static void complete(
      CompletableFuture<?> future, @Nullable Object value, @Nullable Throwable exception) {
    if (exception == null) {
      untyped(future).complete(value);
    } else {
      future.completeExceptionally(exception);
    }
  }

  @SuppressWarnings("unchecked")
  private static CompletableFuture<@Nullable Object> untyped(CompletableFuture<?> future) {
    return (CompletableFuture<@Nullable Object>) future;
  }
}
