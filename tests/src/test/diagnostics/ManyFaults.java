import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.Fermata;
import dev.fermata.annotations.Async;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/** Several faults, also in one method: all of them in one run. */
class ManyFaults {
  private static final CompletableFuture<Integer> F = CompletableFuture.completedFuture(1);

  @Async
  synchronized int all(Object lock) {
    await(F); // ERROR: FER-103 // ERROR: FER-105
    Supplier<Integer> plain = () -> await(F); // ERROR: FER-102
    Function<CompletionStage<Integer>, Integer> f = Fermata::await; // ERROR: FER-107
    synchronized (lock) {
      return await(F); // ERROR: FER-103
    }
  }

  static class Nested {
    static int plain() {
      return await(F); // ERROR: FER-101
    }

    @Async
    static synchronized Coroutine<Integer> cold(Object lock) {
      sleep(null); // WARNING: FER-120
      synchronized (lock) {
        return completed(await(F)); // ERROR: FER-103
      }
    }
  }

  int last() {
    return await(F); // ERROR: FER-101
  }
}
