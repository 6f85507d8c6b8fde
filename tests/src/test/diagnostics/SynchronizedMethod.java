import static dev.fermata.Fermata.*;

import dev.fermata.AsyncIterable;
import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import java.util.concurrent.CompletableFuture;

/** Async methods that are synchronized. */
class SynchronizedMethod {
  @Async
  synchronized Coroutine<Integer> instance(CompletableFuture<Integer> f) {
    return completed(await(f)); // ERROR: FER-103
  }

  @Async
  static synchronized CompletableFuture<Integer> hot(CompletableFuture<Integer> f) {
    int n = 1;
    n += await(f); // ERROR: FER-103
    return CompletableFuture.completedFuture(n + await(f)); // ERROR: FER-103
  }

  @Async
  synchronized AsyncIterable<Integer> generator(CompletableFuture<Integer> f) {
    emit(1); // ERROR: FER-103
    return end();
  }

  @Async
  synchronized Coroutine<Integer> block(CompletableFuture<Integer> f) {
    synchronized (f) {
      return completed(await(f)); // ERROR: FER-103
    }
  }

  @Async(releaseMonitors = true)
  synchronized Coroutine<Integer> released(CompletableFuture<Integer> f) {
    return completed(await(f));
  }

  @Async
  synchronized Coroutine<Integer> without_awaits() {
    return completed(1);
  }

  synchronized int plain() {
    return 1;
  }
}
