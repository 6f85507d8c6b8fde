import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.Task;
import dev.fermata.annotations.Async;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Coroutines that are dropped. */
class NeverAwaitedCoroutine {
  @Async
  static Coroutine<Integer> square(int x) {
    return completed(x * x);
  }

  @Async
  static CompletableFuture<Integer> hot(int x) {
    return CompletableFuture.completedFuture(x);
  }

  @Async
  static Coroutine<Integer> inside() {
    square(1); // WARNING: FER-120
    sleep(Duration.ofSeconds(1)); // WARNING: FER-120
    hot(2);
    Task<Integer> task = spawn(square(3));
    spawn(square(4));
    return completed(await(square(5)) + await(task));
  }

  static void outside() {
    square(6); // WARNING: FER-120
    Coroutine<Integer> unused = square(7); // WARNING: FER-120
    Coroutine<Integer> passedOn = square(8);
    run(passedOn);
    run(square(9));
  }
}
