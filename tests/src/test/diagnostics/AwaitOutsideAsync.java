import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import java.util.concurrent.CompletableFuture;

/** Awaits in methods that are not async. */
class AwaitOutsideAsync {
  static int plain(CompletableFuture<Integer> f) {
    return await(f); // ERROR: FER-101
  }

  Coroutine<Integer> forgotten(CompletableFuture<Integer> f) {
    int a = await(f); // ERROR: FER-101
    return completed(a + await(f)); // ERROR: FER-101
  }

  final int field;

  AwaitOutsideAsync(CompletableFuture<Integer> f) {
    field =
        await(f); // ERROR: FER-101
  }

  static final int CONSTANT;

  static {
    CONSTANT = await(CompletableFuture.completedFuture(1)); // ERROR: FER-101
  }

  @Async
  Coroutine<Integer> fine(CompletableFuture<Integer> f) {
    return completed(await(f));
  }
}
