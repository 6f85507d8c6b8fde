package dev.fermata;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The functions that async code is written with.
 *
 * <p>Exceptions of async code are thrown as they are, also checked ones, and never wrapped. Where a
 * function needs an event loop and the calling thread runs none, it throws an {@link
 * IllegalStateException} that says so.
 */
public final class Fermata {
  private Fermata() {}

  // ---- await -----------------------------------------------------------------------------------

  /**
   * Awaits a coroutine: runs it inside the current task, and holds the task where the coroutine is
   * held. Only in woven code, where the call is replaced.
   *
   * @return the coroutine's result
   * @throws IllegalStateException in code that was not woven; it never blocks
   */
  public static <T extends @Nullable Object> T await(Coroutine<T> coroutine) {
    throw Unwoven.await();
  }

  /**
   * Awaits a future, which any thread may complete. What is done already does not hold the task.
   * Only in woven code, where the call is replaced.
   *
   * @return the future's value; a failed future's original exception is thrown as it is
   * @throws IllegalStateException in code that was not woven; it never blocks
   */
  public static <T extends @Nullable Object> T await(CompletionStage<T> future) {
    throw Unwoven.await();
  }

  // ---- generators -----------------------------------------------------------------------------

  /**
   * Gives an element to whoever iterates over this generator, and holds its body until the next one
   * is asked for: Python's {@code yield}. Only in an {@code @Async} method that returns an {@link
   * AsyncIterable}, {@link Iterable} or {@link java.util.Iterator}.
   *
   * @throws IllegalStateException in code that was not woven
   */
  public static <T extends @Nullable Object> void emit(T element) {
    throw Unwoven.await();
  }

  /**
   * Gives all elements of another source, lazily: Python's {@code yield from}. In an async
   * generator the source may be an {@link AsyncIterable}. When this generator is closed, the
   * source's iterator is closed too.
   *
   * @throws IllegalStateException in code that was not woven
   */
  public static <T extends @Nullable Object> void emitAll(Iterable<? extends T> source) {
    throw Unwoven.await();
  }

  /**
   * What a generator returns when it has no further elements.
   *
   * @throws IllegalStateException in code that was not woven
   */
  @SuppressWarnings("TypeParameterUnusedInFormals") // it stands for whatever the method declares
  public static <G> G end() {
    throw Unwoven.await();
  }

  // ---- run and spawn ---------------------------------------------------------------------------

  /**
   * Runs a program: makes an event loop on this thread, runs the coroutine as its main task, then
   * cancels the tasks that are left, lets them clean up, and closes the loop.
   *
   * @return the coroutine's result; its exception is thrown as it is
   * @throws IllegalStateException if this thread runs a loop already
   */
  public static <T extends @Nullable Object> T run(Coroutine<T> main) {
    if (Carrier.get().loop != null) {
      throw new IllegalStateException(
          "an event loop runs on this thread already; use await or spawn in place of run");
    }
    try (EventLoop loop = new EventLoop()) {
      return loop.run(main);
    }
  }

  /** As {@link #run(Coroutine)}, with an async lambda. */
  public static <T extends @Nullable Object> T run(AsyncCallable<T> main) {
    return run(async(main));
  }

  /**
   * Starts a task beside the current one, on the loop of this thread. Its first step comes in a
   * later turn of the loop; tasks begin in the order in which they were spawned.
   *
   * @throws IllegalStateException if the coroutine was used before
   */
  public static <T extends @Nullable Object> Task<T> spawn(Coroutine<T> coroutine) {
    return EventLoop.current().spawn(coroutine);
  }

  /** As {@link #spawn(Coroutine)}, with a name for the task. */
  public static <T extends @Nullable Object> Task<T> spawn(String name, Coroutine<T> coroutine) {
    return EventLoop.current().spawn(name, coroutine);
  }

  /** As {@link #spawn(Coroutine)}, with an async lambda. */
  public static <T extends @Nullable Object> Task<T> spawn(AsyncCallable<T> body) {
    return spawn(async(body));
  }

  /** As {@link #spawn(String, Coroutine)}, with an async lambda. */
  public static <T extends @Nullable Object> Task<T> spawn(String name, AsyncCallable<T> body) {
    return spawn(name, async(body));
  }

  /** A coroutine of an async lambda: nothing runs until it is awaited, spawned or run. */
  public static <T extends @Nullable Object> Coroutine<T> async(AsyncCallable<T> body) {
    return new LambdaCoroutine<>(body);
  }

  // ---- leaves ----------------------------------------------------------------------------------

  /**
   * Holds the awaiting task for some time on its loop's clock. Zero or less is as {@link
   * #yieldNow}. Outside of every loop the JDK's delayed executor measures the time.
   */
  public static Coroutine<@Nullable Void> sleep(Duration duration) {
    return new SleepCoroutine(Objects.requireNonNull(duration, "duration"));
  }

  /** Lets all other ready tasks take their turn before the awaiting one goes on. */
  public static Coroutine<@Nullable Void> yieldNow() {
    return YieldCoroutine.INSTANCE;
  }

  /** The result of an async method that has none; it may be awaited many times. */
  @SuppressWarnings("unchecked")
  public static <T extends @Nullable Object> Coroutine<T> completed() {
    return (Coroutine<T>) CompletedCoroutine.VOID;
  }

  /** The result of an async method; it may be awaited many times. */
  public static <T extends @Nullable Object> Coroutine<T> completed(T value) {
    return new CompletedCoroutine<>(value);
  }

  // ---- composition -----------------------------------------------------------------------------

  /**
   * Runs coroutines beside one another, each as a task of its own, started at once and in order.
   *
   * <p>The first failure goes to who awaits the gather at once. The others go on; what fails later
   * is added to the first failure as suppressed. Cancelling the gather cancels its children and
   * waits for them.
   *
   * @return the task of the values, in the order of the arguments, as an unmodifiable list
   * @throws IllegalStateException if one was used before; then none is started
   */
  @SafeVarargs
  @SuppressWarnings("varargs")
  public static <T extends @Nullable Object> Task<List<T>> gather(
      Coroutine<? extends T>... coroutines) {
    return Gather.ofCoroutines(Arrays.asList(coroutines), false).task(Gather::<T>values);
  }

  /** As {@link #gather(Coroutine...)}, of a collection. */
  public static <T extends @Nullable Object> Task<List<T>> gather(
      Collection<? extends Coroutine<? extends T>> coroutines) {
    return Gather.ofCoroutines(coroutines, false).task(Gather::<T>values);
  }

  /**
   * As {@link #gather(Coroutine...)}, of tasks and futures that run already. A cancel goes on to
   * tasks and to futures of hot methods; others are only given up.
   */
  @SafeVarargs
  @SuppressWarnings("varargs")
  public static <T extends @Nullable Object> Task<List<T>> gather(
      CompletionStage<? extends T>... futures) {
    return Gather.ofStages(Arrays.asList(futures), false).task(Gather::<T>values);
  }

  /** As {@link #gather(CompletionStage...)}, of a collection. */
  public static <T extends @Nullable Object> Task<List<T>> gather(
      Iterable<? extends CompletionStage<? extends T>> futures) {
    return Gather.ofStages(futures, false).task(Gather::<T>values);
  }

  /**
   * As {@link #gather(Coroutine...)}, but waits for all of them and never fails because of one.
   *
   * @return the task of the outcomes, in the order of the arguments, as an unmodifiable list
   */
  @SafeVarargs
  @SuppressWarnings("varargs")
  public static <T extends @Nullable Object> Task<List<Outcome<T>>> gatherSettled(
      Coroutine<? extends T>... coroutines) {
    return Gather.ofCoroutines(Arrays.asList(coroutines), true).task(Gather::<T>outcomes);
  }

  /** As {@link #gatherSettled(Coroutine...)}, of a collection. */
  public static <T extends @Nullable Object> Task<List<Outcome<T>>> gatherSettled(
      Collection<? extends Coroutine<? extends T>> coroutines) {
    return Gather.ofCoroutines(coroutines, true).task(Gather::<T>outcomes);
  }

  /** As {@link #gatherSettled(Coroutine...)}, of tasks and futures that run already. */
  @SafeVarargs
  @SuppressWarnings("varargs")
  public static <T extends @Nullable Object> Task<List<Outcome<T>>> gatherSettled(
      CompletionStage<? extends T>... futures) {
    return Gather.ofStages(Arrays.asList(futures), true).task(Gather::<T>outcomes);
  }

  /** As {@link #gatherSettled(CompletionStage...)}, of a collection. */
  public static <T extends @Nullable Object> Task<List<Outcome<T>>> gatherSettled(
      Iterable<? extends CompletionStage<? extends T>> futures) {
    return Gather.ofStages(futures, true).task(Gather::<T>outcomes);
  }
}
