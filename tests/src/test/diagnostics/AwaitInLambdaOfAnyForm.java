import static dev.fermata.Fermata.*;

import dev.fermata.AsyncCallable;
import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import java.io.Serializable;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Supplier;

/** Awaits in lambdas that can't suspend, in every place and form. */
class AwaitInLambdaOfAnyForm {
  private static final CompletableFuture<Integer> F = CompletableFuture.completedFuture(1);

  static final Supplier<Integer> IN_A_STATIC_FIELD = () -> await(F); // ERROR: FER-102

  final Function<Integer, Integer> inAField = x -> x + await(F); // ERROR: FER-102

  AwaitInLambdaOfAnyForm(Runnable body) {}

  AwaitInLambdaOfAnyForm() {
    this(() -> await(F)); // ERROR: FER-102
  }

  @Async
  static Coroutine<Integer> nested() {
    AsyncCallable<Integer> async =
        () -> {
          int a = await(F);
          Supplier<Integer> plain = () -> a + await(F); // ERROR: FER-102
          return plain.get() + await(F);
        };
    return completed(await(async(async)));
  }

  static Object serialisable() {
    return (Callable<Integer> & Serializable) () -> await(F); // ERROR: FER-102
  }

  static Supplier<Future<Integer>> ofAnotherFuture() {
    return () -> CompletableFuture.completedFuture(await(F)); // ERROR: FER-102
  }

  interface Service {
    default Runnable inDefault() {
      return () -> await(F); // ERROR: FER-102
    }

    static Supplier<String> inStatic() {
      return () -> "" + await(F); // ERROR: FER-102
    }
  }

  enum Op {
    PLUS(x -> x + await(F)); // ERROR: FER-102

    Op(Function<Integer, Integer> f) {}
  }

  record Point(int x) {
    Supplier<Integer> get() {
      return () -> x + await(F); // ERROR: FER-102
    }
  }

  static <T> Callable<T> generic(CompletableFuture<T> f) {
    return () -> await(f); // ERROR: FER-102
  }

  /** The same body as two interfaces; one of them can't suspend. */
  static void twice() {
    AsyncCallable<Integer> fine = () -> await(F);
    Callable<Integer> plain = () -> await(F); // ERROR: FER-102
  }
}
