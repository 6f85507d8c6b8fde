import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

/** Async methods whose return type is no coroutine or future. */
class ReturnType {
  private static final CompletableFuture<Integer> F = CompletableFuture.completedFuture(1);

  @Async
  static int primitive() {
    return await(F); // ERROR: FER-105
  }

  @Async
  static void nothing() {
    await(F); // ERROR: FER-105
  }

  @Async
  static Future<Integer> future() {
    return CompletableFuture.completedFuture(await(F)); // ERROR: FER-105
  }

  @Async
  static Object object() {
    return F; // ERROR: FER-105
  }

  @Async
  static CompletionStage<Integer> fine() {
    return CompletableFuture.completedFuture(await(F));
  }
}
