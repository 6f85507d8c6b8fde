import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import java.util.concurrent.CompletableFuture;

/** Awaits while a monitor is held. */
class AwaitInSynchronized {
  private static final CompletableFuture<Integer> F = CompletableFuture.completedFuture(1);

  @Async
  static Coroutine<Integer> block(Object lock) {
    synchronized (lock) {
      return completed(await(F)); // ERROR: FER-103
    }
  }

  @Async
  static Coroutine<Integer> nested(Object lock) {
    int n = await(F);
    synchronized (lock) {
      n++;
      synchronized (AwaitInSynchronized.class) {
        n++;
      }
      while (n < 10) {
        n += await(F); // ERROR: FER-103
      }
    }
    return completed(n + await(F));
  }

  @Async
  static Coroutine<Integer> fine(Object lock) {
    int n = await(F);
    synchronized (lock) {
      n++;
    }
    return completed(n + await(F));
  }
}
