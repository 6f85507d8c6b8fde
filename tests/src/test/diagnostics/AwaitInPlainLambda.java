import static dev.fermata.Fermata.*;

import dev.fermata.AsyncCallable;
import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/** Awaits in lambdas that can't suspend. */
class AwaitInPlainLambda {
  @Async
  static Coroutine<Integer> inside(List<CompletableFuture<Integer>> fs) {
    fs.forEach(
        f -> {
          System.out.println(await(f)); // ERROR: FER-102
        });
    Supplier<Integer> one = () -> await(fs.get(0)); // ERROR: FER-102
    int sum = fs.stream().mapToInt(f -> await(f)).sum(); // ERROR: FER-102
    return completed(await(fs.get(0)) + one.get() + sum);
  }

  static void outside(CompletableFuture<Integer> f) {
    Runnable r = () -> await(f); // ERROR: FER-102
    Callable<Integer> c = () -> await(f); // ERROR: FER-102
  }

  static void fine(CompletableFuture<Integer> f) {
    AsyncCallable<Integer> a = () -> await(f);
    Function<Integer, Coroutine<Integer>> b = x -> completed(x + await(f));
    Supplier<CompletableFuture<Integer>> c =
        () -> CompletableFuture.completedFuture(await(f) + 1);
  }
}
