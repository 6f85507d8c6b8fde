package dev.fermata.tests.oracle;

import dev.fermata.AsyncCallable;
import dev.fermata.Coroutine;
import dev.fermata.tests.probe.Probe;
import dev.fermata.tests.probe.Thing;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What stands in for {@code Fermata} in an oracle run: awaits give the outcome at once. Its
 * functions have the names and descriptors of those that it replaces.
 */
public final class OracleFermata {
  private static final ThreadLocal<int[]> SUSPENSIONS = ThreadLocal.withInitial(() -> new int[1]);

  private OracleFermata() {}

  static void resetSuspensions() {
    SUSPENSIONS.get()[0] = 0;
  }

  /** At how many awaits of this thread's run a woven program would have been suspended. */
  static int suspensions() {
    return SUSPENSIONS.get()[0];
  }

  /** Awaits, and declares what may be caught. */
  public static <T extends @Nullable Object, X1 extends Throwable> T await(
      Coroutine<T> awaited, Class<X1> first) throws X1 {
    return await(awaited);
  }

  /** Awaits, and declares what may be caught. */
  public static <T extends @Nullable Object, X1 extends Throwable> T await(
      CompletionStage<T> awaited, Class<X1> first) throws X1 {
    return await(awaited);
  }

  /** Awaits, and declares what may be caught. */
  public static <T extends @Nullable Object, X1 extends Throwable, X2 extends Throwable> T await(
      Coroutine<T> awaited, Class<X1> first, Class<X2> second) throws X1, X2 {
    return await(awaited);
  }

  /** Awaits, and declares what may be caught. */
  public static <T extends @Nullable Object, X1 extends Throwable, X2 extends Throwable> T await(
      CompletionStage<T> awaited, Class<X1> first, Class<X2> second) throws X1, X2 {
    return await(awaited);
  }

  /** Where this thread's run counts. */
  static int[] counter() {
    return SUSPENSIONS.get();
  }

  /** Lets this thread count for the run of another. */
  static void shareCounter(int[] counter) {
    SUSPENSIONS.set(counter);
  }

  /** A generator gives an element. */
  public static void emit(@Nullable Object element) {
    OracleIterator.emit(element);
  }

  /** A generator gives all elements of another source, as a loop does. */
  public static void emitAll(Iterable<?> source) {
    try (OracleLoop<?> loop = OracleLoop.over(source)) {
      while (loop.hasNext()) {
        OracleIterator.emit(loop.next());
      }
    }
  }

  /** The end of a generator. */
  public static @Nullable Object end() {
    return null;
  }

  /** Awaits a coroutine. */
  public static <T extends @Nullable Object> T await(Coroutine<T> awaited) {
    if (awaited == null) {
      throw new NullPointerException();
    }
    try {
      return ((OracleCoroutine<T>) awaited).result();
    } catch (Exception e) {
      throw OracleFermata.<RuntimeException>sneak(e);
    }
  }

  /** Awaits a future. */
  @SuppressWarnings("unchecked")
  public static <T extends @Nullable Object> T await(CompletionStage<T> awaited) {
    if (awaited == null) {
      throw new NullPointerException();
    }
    Probe probe = Probe.current();
    Thing thing = probe.thingOf(awaited).orElse(null);
    if (thing == null) {
      return ofFinished(awaited.toCompletableFuture());
    }
    if (!thing.isSettled()) {
      SUSPENSIONS.get()[0]++;
      thing.markSettled();
      if (probe.mode().cancelAt() == thing.number()) {
        throw TaskCancellations.make();
      }
      thing.settle();
    }
    if (thing.failure() != null) {
      throw OracleFermata.<RuntimeException>sneak(thing.failure());
    }
    return (T) thing.value();
  }

  private static <T extends @Nullable Object> T ofFinished(CompletableFuture<T> future) {
    if (!future.isDone()) {
      throw new IllegalStateException("the oracle can't await a pending future of nobody");
    }
    Throwable[] failure = new Throwable[1];
    T value =
        future
            .handle(
                (result, exception) -> {
                  failure[0] = exception;
                  return result;
                })
            .join();
    if (failure[0] != null) {
      throw OracleFermata.<RuntimeException>sneak(failure[0]);
    }
    return value;
  }

  /** A coroutine that is done. */
  public static Coroutine<@Nullable Void> completed() {
    return new OracleCoroutine<>(() -> null);
  }

  /** A coroutine that is done. */
  public static <T extends @Nullable Object> Coroutine<T> completed(T value) {
    return new OracleCoroutine<>(() -> value);
  }

  /** A lambda as a coroutine. */
  public static <T extends @Nullable Object> Coroutine<T> async(AsyncCallable<T> body) {
    return new OracleCoroutine<>(body);
  }

  /** Passes no time. */
  public static Coroutine<@Nullable Void> sleep(Duration time) {
    return completed();
  }

  /** Lets nobody else run, since there is nobody. */
  public static Coroutine<@Nullable Void> yieldNow() {
    return completed();
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <X extends Throwable> RuntimeException sneak(Throwable exception) throws X {
    throw (X) exception;
  }
}
