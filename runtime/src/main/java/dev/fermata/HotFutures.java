package dev.fermata;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the body behind the future of a hot method: the task itself, or the task behind an instance
 * of the declared subclass.
 *
 * <p>Neither side is held: a body that nobody can resume goes away with what it awaits.
 */
final class HotFutures {
  private static final ConcurrentHashMap<IdentityKey<CompletableFuture<?>>, WeakReference<Task<?>>>
      BODIES = new ConcurrentHashMap<>();
  private static final ReferenceQueue<CompletableFuture<?>> COLLECTED = new ReferenceQueue<>();

  private HotFutures() {}

  /** The task whose outcome the future will have; null for a foreign future. */
  static @Nullable Task<?> bodyOf(CompletableFuture<?> future) {
    if (future instanceof Task<?> task) {
      return task;
    }
    if (BODIES.isEmpty() || future.getClass() == CompletableFuture.class) {
      return null;
    }
    WeakReference<Task<?>> body = BODIES.get(new IdentityKey<>(future, null));
    return body == null ? null : body.get();
  }

  /**
   * Lets a future have the outcome of a body. If somebody else completes the future first, the body
   * is cancelled.
   */
  static void connect(Task<?> body, CompletableFuture<@Nullable Object> future) {
    for (Object key = COLLECTED.poll(); key != null; key = COLLECTED.poll()) {
      BODIES.remove(key);
    }
    BODIES.put(new IdentityKey<>(future, COLLECTED), new WeakReference<>(body));
    var unused =
        body.handle(
            (value, exception) -> {
              if (body.isCancelled()) {
                future.cancel(false);
              } else {
                Futures.settle(future, value, exception);
              }
              return null;
            });
    connectBack(body, future);
  }

  private static void connectBack(Task<?> body, CompletableFuture<?> future) {
    var unused = future.handle((value, exception) -> body.cancel(false));
  }
}
