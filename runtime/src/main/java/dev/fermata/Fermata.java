package dev.fermata;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
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
   * <p>A cancel of the awaiting task goes on to a task and to the future of a hot method, and waits
   * for their cleanup. A future of other origin is given up; and if its class has a {@code cancel}
   * of its own, as those of {@code java.net.http.HttpClient} have, it is cancelled with {@code
   * cancel(true)}.
   *
   * @return the future's value; a failed future's original exception is thrown as it is
   * @throws IllegalStateException in code that was not woven; it never blocks
   */
  public static <T extends @Nullable Object> T await(CompletionStage<T> future) {
    throw Unwoven.await();
  }

  /**
   * As {@link #await(Coroutine)}, and declares a checked exception, so that it can be caught.
   *
   * <pre>{@code
   * try {
   *   await(withTimeout(ofSeconds(1), ask()), TimeoutException.class);
   * } catch (TimeoutException e) { ... }
   * }</pre>
   *
   * @throws X1 if the awaited thing fails with it; others are thrown all the same
   */
  public static <T extends @Nullable Object, X1 extends Throwable> T await(
      Coroutine<T> coroutine, Class<X1> declared) throws X1 {
    throw Unwoven.await();
  }

  /**
   * As {@link #await(CompletionStage)}, and declares a checked exception, so that it can be caught.
   *
   * <pre>{@code
   * try {
   *   await(withTimeout(ofSeconds(1), ask()), TimeoutException.class);
   * } catch (TimeoutException e) { ... }
   * }</pre>
   *
   * @throws X1 if the awaited thing fails with it; others are thrown all the same
   */
  public static <T extends @Nullable Object, X1 extends Throwable> T await(
      CompletionStage<T> future, Class<X1> declared) throws X1 {
    throw Unwoven.await();
  }

  /**
   * As {@link #await(Coroutine)}, and declares two checked exceptions, so that they can be caught.
   *
   * <pre>{@code
   * try {
   *   await(withTimeout(ofSeconds(1), ask()), TimeoutException.class);
   * } catch (TimeoutException e) { ... }
   * }</pre>
   *
   * @throws X1 if the awaited thing fails with it; others are thrown all the same
   * @throws X2 likewise
   */
  public static <T extends @Nullable Object, X1 extends Throwable, X2 extends Throwable> T await(
      Coroutine<T> coroutine, Class<X1> first, Class<X2> second) throws X1, X2 {
    throw Unwoven.await();
  }

  /**
   * As {@link #await(CompletionStage)}, and declares two checked exceptions, so that they can be
   * caught.
   *
   * <pre>{@code
   * try {
   *   await(withTimeout(ofSeconds(1), ask()), TimeoutException.class);
   * } catch (TimeoutException e) { ... }
   * }</pre>
   *
   * @throws X1 if the awaited thing fails with it; others are thrown all the same
   * @throws X2 likewise
   */
  public static <T extends @Nullable Object, X1 extends Throwable, X2 extends Throwable> T await(
      CompletionStage<T> future, Class<X1> first, Class<X2> second) throws X1, X2 {
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
   * <p>On the main thread of a program the first Ctrl-C (SIGINT) cancels the main task, whose
   * cleanup runs, and then an {@link InterruptedException} is thrown; if nobody catches it, the JVM
   * ends with status 130. A second one ends the JVM at once, as it does without Fermata. A handler
   * of the program's own stays in force, and {@code -Dfermata.sigint=false} leaves the signal
   * alone.
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
      return loop.run(main, true);
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

  /**
   * As {@link #spawn(Coroutine)}, but the first step is taken here and now, up to the first wait:
   * asyncio's eager tasks. What is done by then never goes through the loop.
   */
  public static <T extends @Nullable Object> Task<T> spawnEager(Coroutine<T> coroutine) {
    return EventLoop.current().spawnEager(coroutine);
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

  // ---- blocking code ---------------------------------------------------------------------------

  /**
   * Makes a blocking call on another thread, while the loop goes on: on a virtual thread where the
   * JDK has them, and else on a daemon thread of an unbounded pool. Its result or exception is that
   * of the await, as it is.
   *
   * <p>If the awaiting task is cancelled, the thread is interrupted, and the task waits until the
   * call has ended; it gets its {@link TaskCancelled} if the call ends because of the interrupt. A
   * call that returns all the same, or fails with something else, has that as its outcome, and the
   * cancel comes at the next await: nothing that was opened is lost. Outside of every loop a cancel
   * does not reach the thread.
   */
  public static <T extends @Nullable Object> Coroutine<T> toThread(Callable<T> call) {
    return toThread(OnCancel.INTERRUPT_AND_WAIT, call);
  }

  /** As {@link #toThread(Callable)}, and says what a cancel does. */
  public static <T extends @Nullable Object> Coroutine<T> toThread(
      OnCancel onCancel, Callable<T> call) {
    return toThread(BlockingThreads.EXECUTOR, onCancel, call);
  }

  /**
   * As {@link #toThread(Callable)}, on a thread of an executor. What it rejects fails the await; a
   * call that is cancelled before the executor has begun it never begins.
   */
  public static <T extends @Nullable Object> Coroutine<T> toThread(
      Executor executor, Callable<T> call) {
    return toThread(executor, OnCancel.INTERRUPT_AND_WAIT, call);
  }

  /** As {@link #toThread(Executor, Callable)}, and says what a cancel does. */
  public static <T extends @Nullable Object> Coroutine<T> toThread(
      Executor executor, OnCancel onCancel, Callable<T> call) {
    return new BlockingCall<>(
        Objects.requireNonNull(executor, "executor"),
        Objects.requireNonNull(onCancel, "onCancel"),
        Objects.requireNonNull(call, "call"));
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
    return Gather.ofCoroutines(Arrays.asList(coroutines), false, Gather::<T>values);
  }

  /** As {@link #gather(Coroutine...)}, of a collection. */
  public static <T extends @Nullable Object> Task<List<T>> gather(
      Collection<? extends Coroutine<? extends T>> coroutines) {
    return Gather.ofCoroutines(coroutines, false, Gather::<T>values);
  }

  /**
   * As {@link #gather(Coroutine...)}, of tasks and futures that run already. A cancel goes on to
   * them as to what is awaited, see {@link #await(CompletionStage)}.
   */
  @SafeVarargs
  @SuppressWarnings("varargs")
  public static <T extends @Nullable Object> Task<List<T>> gather(
      CompletionStage<? extends T>... futures) {
    return Gather.ofStages(Arrays.asList(futures), false, Gather::<T>values);
  }

  /** As {@link #gather(CompletionStage...)}, of a collection. */
  public static <T extends @Nullable Object> Task<List<T>> gather(
      Iterable<? extends CompletionStage<? extends T>> futures) {
    return Gather.ofStages(futures, false, Gather::<T>values);
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
    return Gather.ofCoroutines(Arrays.asList(coroutines), true, Gather::<T>outcomes);
  }

  /** As {@link #gatherSettled(Coroutine...)}, of a collection. */
  public static <T extends @Nullable Object> Task<List<Outcome<T>>> gatherSettled(
      Collection<? extends Coroutine<? extends T>> coroutines) {
    return Gather.ofCoroutines(coroutines, true, Gather::<T>outcomes);
  }

  /** As {@link #gatherSettled(Coroutine...)}, of tasks and futures that run already. */
  @SafeVarargs
  @SuppressWarnings("varargs")
  public static <T extends @Nullable Object> Task<List<Outcome<T>>> gatherSettled(
      CompletionStage<? extends T>... futures) {
    return Gather.ofStages(Arrays.asList(futures), true, Gather::<T>outcomes);
  }

  /** As {@link #gatherSettled(CompletionStage...)}, of a collection. */
  public static <T extends @Nullable Object> Task<List<Outcome<T>>> gatherSettled(
      Iterable<? extends CompletionStage<? extends T>> futures) {
    return Gather.ofStages(futures, true, Gather::<T>outcomes);
  }

  /**
   * Waits until some of the given tasks and futures are done. It throws none of their exceptions,
   * and a cancel of the wait leaves them alone; asyncio's {@code wait}.
   */
  public static <F extends CompletionStage<?>> Coroutine<WaitResult<F>> waitUntil(
      ReturnWhen condition, Collection<F> futures) {
    return Waiting.of(condition, futures, null);
  }

  /**
   * As {@link #waitUntil(ReturnWhen, Collection)}, for some time at most.
   *
   * @param limit on the loop's clock
   */
  public static <F extends CompletionStage<?>> Coroutine<WaitResult<F>> waitUntil(
      ReturnWhen condition, Collection<F> futures, Duration limit) {
    return Waiting.of(condition, futures, Objects.requireNonNull(limit, "limit"));
  }

  /**
   * The given tasks and futures in the order in which they are done, to iterate over in an
   * {@code @Async} method. Leaving the loop early leaves them alone.
   */
  public static <F extends CompletionStage<?>> AsyncIterable<F> asCompleted(Collection<F> futures) {
    List<F> copy = List.copyOf(futures);
    return () -> new CompletionOrder<>(copy);
  }

  /**
   * Runs coroutines beside one another until the first has ended, and has its outcome, be it a
   * value or an exception. The others are cancelled, and their cleanup is waited for.
   */
  @SafeVarargs
  @SuppressWarnings("varargs")
  public static <T extends @Nullable Object> Coroutine<T> race(
      Coroutine<? extends T>... coroutines) {
    return new Race<>(Arrays.asList(coroutines));
  }

  /** As {@link #race(Coroutine...)}, of a collection. */
  public static <T extends @Nullable Object> Coroutine<T> race(
      Collection<? extends Coroutine<? extends T>> coroutines) {
    return new Race<>(coroutines);
  }

  /**
   * Awaits a task or future without handing a cancel on to it: a cancel ends the wait, and the task
   * goes on. To shield a part of the current task, see {@link CancelScope#shielded()}.
   */
  public static <T extends @Nullable Object> Coroutine<T> shield(CompletionStage<T> future) {
    return new Shield<>(Objects.requireNonNull(future, "future"));
  }

  /** As {@link #shield(CompletionStage)}, of a coroutine, which is spawned at once. */
  public static <T extends @Nullable Object> Coroutine<T> shield(Coroutine<T> coroutine) {
    return new Shield<>(spawn(coroutine));
  }

  /**
   * Awaits a future of something that has to be given back, such as a connection of a pool; nothing
   * is lost if the task is cancelled meanwhile. Kotlin has {@code resume(value, onCancellation)}
   * for that.
   *
   * <pre>{@code
   * SqlConnection connection = await(acquire(pool.getConnection(), SqlConnection::close));
   * try {
   *   ...
   * } finally {
   *   await(connection.close());
   * }
   * }</pre>
   *
   * <p>A cancel, also one by a time limit, ends the wait at once. The future goes on, and is not
   * cancelled: its value goes to the action when it comes, unless it is null, and its failure to
   * nobody. A value that was given to the task before the cancel is the await's, and the cancel
   * comes at the next await.
   *
   * <p>The action is called on the loop's thread, or on the completing one if the loop has ended by
   * then. What it fails with goes to the loop's exception handler. What is never awaited is never
   * released.
   *
   * @throws IllegalStateException thrown by the await if it has to wait and there is no loop
   */
  public static <T extends @Nullable Object> Coroutine<T> acquire(
      CompletionStage<T> future, ReleaseAction<? super T> release) {
    return new Acquisition<>(
        Objects.requireNonNull(future, "future"), Objects.requireNonNull(release, "release"));
  }

  // ---- time limits -----------------------------------------------------------------------------

  /**
   * Runs a coroutine, in the awaiting task, for some time at most. When the time is over, it is
   * cancelled at its await, and cleans up. An exception of its own, and a cancel from outside, win
   * over the {@link java.util.concurrent.TimeoutException}, which is thrown as it is though it is a
   * checked one. {@link Timeout} is the same as a resource, and declares it.
   *
   * @param time on the loop's clock; zero or less is over at once, at the first await that waits
   */
  public static <T extends @Nullable Object> Coroutine<T> withTimeout(
      Duration time, Coroutine<T> body) {
    return new TimedCoroutine<>(time, body);
  }

  /** As {@link #withTimeout(Duration, Coroutine)}, of an async lambda. */
  public static <T extends @Nullable Object> Coroutine<T> withTimeout(
      Duration time, AsyncCallable<T> body) {
    return withTimeout(time, async(body));
  }

  /**
   * As {@link #withTimeout(Duration, Coroutine)}, of a task or future. When the time is over, it is
   * cancelled or given up, see {@link #await(CompletionStage)}.
   */
  public static <T extends @Nullable Object> Coroutine<T> withTimeout(
      Duration time, CompletionStage<T> future) {
    return withTimeout(time, new FutureCoroutine<>(future));
  }
}
