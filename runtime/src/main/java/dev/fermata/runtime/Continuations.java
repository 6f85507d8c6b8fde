package dev.fermata.runtime;

import dev.fermata.AsyncIterator;
import dev.fermata.Coroutine;
import dev.fermata.Task;
import dev.fermata.internal.RuntimeAccess;
import dev.fermata.internal.SharedSecrets;
import java.lang.invoke.SerializedLambda;
import java.util.Iterator;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The functions that woven code calls. */
public final class Continuations {
  /**
   * Whether woven code may call a direct entry where the target is certain, though it isn't
   * private. False when a mocking library is on the class path, because its inline mocks keep the
   * class and replace the method.
   */
  public static final boolean DIRECT_CALLS = !MockingLibraries.present();

  /**
   * How many calls of async methods may nest on a fresh stack; each hands on what it has left. At
   * none, an awaited coroutine does not begin: the stack unwinds first, as at a suspension. A call
   * of a direct entry that may be part of a recursion takes some of it, and others take none.
   *
   * <p>So many calls of small methods take about 130 KB of stack in the interpreter, which needs
   * most. A call takes more of the headroom where its caller has many local variables.
   */
  public static final int HEADROOM = 1_000;

  /**
   * What a call through a coroutine object takes of the headroom: so many frames. On a fresh stack
   * there are no more then than the trace of an exception has lines, which is cut below its driver.
   */
  public static final int OBJECT_CALL = 5;

  /** What a future that is not done gives. */
  private static final Object PENDING = new Object();

  private static final RuntimeAccess RUNTIME = SharedSecrets.runtime();

  private Continuations() {}

  /**
   * Awaits a future.
   *
   * @return its value, or a {@link ContinuationFrame} if the caller has to suspend
   * @throws NullPointerException if there is nothing to await
   * @throws Throwable the original exception of a failed future
   */
  public static @Nullable Object await(@Nullable CompletionStage<?> awaited) throws Throwable {
    if (awaited == null) {
      throw awaitOfNull();
    }
    if (awaited.getClass() == CompletableFuture.class || awaited.getClass() == Task.class) {
      return awaitFuture((CompletableFuture<?>) awaited);
    }
    return awaitFuture(RUNTIME.futureOf(awaited));
  }

  @SuppressWarnings("unchecked") // it is only read
  private static @Nullable Object awaitFuture(CompletableFuture<?> future) throws Throwable {
    if (future.isCompletedExceptionally()) {
      throw RUNTIME.exceptionOf(future);
    }
    Object value;
    try {
      value = ((CompletableFuture<@Nullable Object>) future).getNow(PENDING);
    } catch (CompletionException | CancellationException failedMeanwhile) {
      throw RUNTIME.exceptionOf(future);
    }
    return value == PENDING ? RUNTIME.hold(future) : value;
  }

  /** As {@link #await(Coroutine, int)} on a fresh stack, for code that is written by hand. */
  public static @Nullable Object await(@Nullable Coroutine<?> awaited) throws Throwable {
    return await(awaited, HEADROOM);
  }

  /**
   * Awaits a coroutine: runs it inside the awaiting task. The result is as in {@link
   * #await(CompletionStage)}.
   *
   * @param headroom how many calls may still nest
   */
  public static @Nullable Object await(@Nullable Coroutine<?> awaited, int headroom)
      throws Throwable {
    if (awaited == null) {
      throw awaitOfNull();
    }
    return RUNTIME.start(awaited, headroom);
  }

  /**
   * A generator gives an element, and is held at a frame whose values are spilled.
   *
   * @param frame the suspending activation's frame, its state set
   */
  public static void emit(@Nullable Object element, GeneratorFrame frame) {
    RUNTIME.emit(element, frame);
  }

  /** As {@link #emitAll(Iterable, int)} on a fresh stack. */
  public static @Nullable Object emitAll(Iterable<?> source) throws Throwable {
    return emitAll(source, HEADROOM);
  }

  /**
   * A generator gives all elements of a source, an {@code AsyncIterable} or a plain one.
   *
   * @param headroom how many calls may still nest
   */
  public static @Nullable Object emitAll(Iterable<?> source, int headroom) throws Throwable {
    return RUNTIME.emitAll(source, headroom);
  }

  /** A loop is left: closes its iterator if it is that of a plain generator. */
  public static void close(@Nullable Iterator<?> iterator) {
    RUNTIME.close(iterator);
  }

  /**
   * The same where an exception leaves the loop.
   *
   * @return the exception; a failure to close is suppressed by it
   */
  public static Throwable closeAfter(Throwable exception, @Nullable Iterator<?> iterator) {
    return RUNTIME.closeAfter(exception, iterator);
  }

  /** As {@link #closeAfter}, of an async iterator of any kind. */
  public static Coroutine<Throwable> closeAsyncAfter(
      Throwable exception, @Nullable AsyncIterator<?> iterator) {
    return RUNTIME.closeAsyncAfter(exception, iterator);
  }

  /** What a generator returns: nothing but {@code end()}, which is null. */
  public static @Nullable Object end(@Nullable Object returned) {
    if (returned != null) {
      throw new IllegalStateException(
          "a generator gives its elements by emit and returns end(); it returned " + returned);
    }
    return null;
  }

  private static NullPointerException awaitOfNull() {
    return new NullPointerException(
        "await of null; the awaited method must return a coroutine or a future, never null");
  }

  /** As {@link #delegate(Object, int)} on a fresh stack. */
  public static @Nullable Object delegate(@Nullable Object other) throws Throwable {
    return delegate(other, HEADROOM);
  }

  /**
   * {@code return other;} in an async method: the outcome of {@code other} becomes the method's
   * own. Stands outside every exception range of the method.
   */
  public static @Nullable Object delegate(@Nullable Object other, int headroom) throws Throwable {
    if (other instanceof Coroutine<?> coroutine) {
      return await(coroutine, headroom);
    }
    if (other instanceof CompletionStage<?> stage) {
      return await(stage);
    }
    if (other == null) {
      throw new NullPointerException(
          "an async method returned null; return completed(...) or a completed future instead");
    }
    throw new IllegalStateException("an async method returned a " + other.getClass().getName());
  }

  /**
   * Links a frame whose values are spilled to what it awaits: to the frame that a callee returned,
   * or as the innermost frame.
   *
   * @param callee what the call at the suspension point returned, a {@link ContinuationFrame}
   * @param frame the suspending activation's frame
   * @return {@code frame}
   */
  public static ContinuationFrame suspend(Object callee, ContinuationFrame frame) {
    return RUNTIME.link(callee, frame);
  }

  /**
   * The first thing that a resumed body calls, inside the exception ranges of the suspension point.
   *
   * @return the value that was awaited
   * @throws Throwable the failure that was awaited
   */
  public static @Nullable Object outcome(@Nullable Object in) throws Throwable {
    // HotSpot inlines a method of six bytes everywhere, and another one only where it has counted
    // the calls: those of a method that was compiled before its first resume it has not counted.
    return valueOrThrow(in);
  }

  private static @Nullable Object valueOrThrow(@Nullable Object in) throws Throwable {
    if (in instanceof Failure failure) {
      throw failure.exception();
    }
    return in;
  }

  /**
   * Called before the direct entry of a hot method: what runs from now on is an activity of its
   * own.
   *
   * @return what the functions below take when it has returned
   */
  public static int enterHot() {
    return RUNTIME.enterHot();
  }

  /**
   * The boundary of a hot method: a completed future of the value, or a task that goes on from the
   * frame.
   */
  public static CompletableFuture<?> hot(@Nullable Object result, int token) {
    Task<?> early = RUNTIME.leaveHot(token);
    if (result instanceof ContinuationFrame outermost) {
      return RUNTIME.hotSuspended(early, outermost);
    }
    return early == null
        ? CompletableFuture.completedFuture(result)
        : RUNTIME.hotEnded(early, result, null);
  }

  /** The boundary of a hot method whose direct entry threw. */
  public static CompletableFuture<?> hotFailure(Throwable exception, int token) {
    Task<?> early = RUNTIME.leaveHot(token);
    RUNTIME.cleanTrace(exception);
    return early == null
        ? CompletableFuture.failedFuture(exception)
        : RUNTIME.hotEnded(early, null, exception);
  }

  /**
   * As {@link #hot(Object, int)}, into an instance of the declared subclass of {@link
   * CompletableFuture}.
   */
  public static CompletableFuture<?> hotInto(
      @Nullable Object result, CompletableFuture<?> future, int token) {
    Task<?> early = RUNTIME.leaveHot(token);
    return result instanceof ContinuationFrame outermost
        ? RUNTIME.hotSuspendedInto(early, outermost, future)
        : RUNTIME.hotEndedInto(early, result, null, future);
  }

  /**
   * As {@link #hotFailure(Throwable, int)}, into an instance of the declared subclass of {@link
   * CompletableFuture}.
   */
  public static CompletableFuture<?> hotFailureInto(
      Throwable exception, CompletableFuture<?> future, int token) {
    Task<?> early = RUNTIME.leaveHot(token);
    RUNTIME.cleanTrace(exception);
    return RUNTIME.hotEndedInto(early, null, exception, future);
  }

  /**
   * In place of {@link Throwable#addSuppressed} in async methods: the end of a block that has
   * interrupted its body says why.
   *
   * @throws Throwable {@code closing}, where it takes the place of {@code primary}
   */
  public static void addSuppressed(Throwable primary, Throwable closing) throws Throwable {
    if (RUNTIME.replaces(closing, primary)) {
      throw closing;
    }
    primary.addSuppressed(closing);
  }

  /**
   * As {@link #addSuppressed}, for code that keeps the exception in a variable and has more to
   * close before it is thrown.
   *
   * @return the one of the two that goes on
   */
  public static Throwable suppress(Throwable primary, Throwable closing) {
    if (RUNTIME.replaces(closing, primary)) {
      return closing;
    }
    primary.addSuppressed(closing);
    return primary;
  }

  /** Whether bit {@code state - 1} of a generated bit set (16 bits a char) is set. */
  public static boolean handles(String bits, int state) {
    int index = state - 1;
    return (bits.charAt(index >> 4) >> (index & 15) & 1) != 0;
  }

  /**
   * A source position from a generated table: line numbers of the states, a char each, 0 for none.
   */
  public static StackTraceElement location(
      String declaringClass, String method, @Nullable String file, String lines, int state) {
    int line = lines.charAt(state - 1);
    return new StackTraceElement(declaringClass, method, file, line == 0 ? -1 : line);
  }

  /**
   * A serialised async lambda as its compiler made it, for the class's own code that reads it back;
   * any other one, also one that an unwoven program has written, as it is.
   *
   * @param entry the name of the lambda's direct entry, which the woven program has written
   * @param method the name of the lambda's body as it was compiled
   */
  public static SerializedLambda asCompiled(
      SerializedLambda lambda,
      Class<?> owner,
      String entry,
      String functionalInterface,
      String signature,
      int kind,
      String method,
      String descriptor,
      String instantiatedType) {
    if (!lambda.getImplMethodName().equals(entry)) {
      return lambda;
    }
    Object[] captured = new Object[lambda.getCapturedArgCount()];
    for (int i = 0; i < captured.length; i++) {
      captured[i] = lambda.getCapturedArg(i);
    }
    return new SerializedLambda(
        owner,
        functionalInterface,
        "call",
        signature,
        kind,
        lambda.getImplClass(),
        method,
        descriptor,
        instantiatedType,
        captured);
  }

  /** The exception of an async method that could not be woven; it carries the diagnostic. */
  public static IllegalStateException notWoven(String diagnostic) {
    return new IllegalStateException(diagnostic);
  }
}
