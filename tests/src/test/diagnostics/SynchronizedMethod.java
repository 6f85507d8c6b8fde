import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import java.util.concurrent.CompletableFuture;

/** Async methods that are synchronized. */
class SynchronizedMethod {
  @Async
  synchronized Coroutine<Integer> instance(CompletableFuture<Integer> f) {
    return completed(await(f)); // ERROR: FER-104
  }

  @Async
  static synchronized CompletableFuture<Integer> hot(CompletableFuture<Integer> f) {
    return CompletableFuture.completedFuture(await(f)); // ERROR: FER-104
  }

  synchronized int plain() {
    return 1;
  }
}
