package dev.fermata.internal;

import dev.fermata.AsyncIterator;
import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Poller;
import dev.fermata.Task;
import dev.fermata.runtime.ContinuationFrame;
import dev.fermata.runtime.GeneratorFrame;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the other packages of the runtime use of {@code dev.fermata}'s inside. */
public interface RuntimeAccess {
  /** What {@link #askTold} returns if nothing was told. */
  Object NOTHING_TOLD = new Object();

  /** Notes what the innermost body awaits; the result says "suspended" to its callers. */
  ContinuationFrame hold(CompletableFuture<?> awaited);

  /** Holds the caller for some time; the result says so. */
  ContinuationFrame sleep(Duration duration);

  /** Lets every other ready task run once before the caller goes on; the result says so. */
  ContinuationFrame yieldNow();

  /** Links a frame to the callee's, or makes it the innermost one; returns the frame. */
  ContinuationFrame link(Object callee, ContinuationFrame frame);

  /**
   * As {@link #link}, sets the state, and tells it to the caller, whose callee has returned a
   * primitive.
   */
  void linkAndTell(Object callee, ContinuationFrame frame, int state);

  /** Tells what an entry that returns a primitive has in place of one: a frame, or an object. */
  void tell(@Nullable Object result);

  /** What was told, or {@link #NOTHING_TOLD}, to a caller that tells on: a frame stays told. */
  @Nullable Object askTold();

  /**
   * What was told, or {@link #NOTHING_TOLD}, to a caller that does not tell on.
   *
   * @param resumed the frame that the caller has resumed, if it has
   */
  @Nullable Object takeTold(@Nullable ContinuationFrame resumed);

  /**
   * Takes a coroutine's single use and runs its body; returns its result or a frame.
   *
   * @param headroom how many calls may still nest
   */
  @Nullable Object start(Coroutine<?> coroutine, int headroom) throws Throwable;

  /** Takes the single use of a coroutine that is not started by an await of its own. */
  void claim(Coroutine<?> coroutine);

  /** The loop that runs on this thread, or null. */
  @Nullable EventLoop currentLoop();

  /** A stage as a future that can be looked at. */
  CompletableFuture<?> futureOf(CompletionStage<?> stage);

  /** The original exception of a failed future that is awaited, with the awaiting lines. */
  Throwable exceptionOf(CompletableFuture<?> failed);

  /**
   * Another thread works for a task of a loop from now on, until {@link #workHasEnded}; meanwhile a
   * virtual clock does not jump. The loop's thread.
   */
  void workHasBegun(EventLoop loop);

  /**
   * The work has ended: runs a callback in the loop's next turn, also if the loop was shut down,
   * since it waits for the task. Any thread.
   */
  void workHasEnded(EventLoop loop, Runnable callback);

  /** Runs a callback in the loop's next turn, also if the loop was shut down. Any thread. */
  void send(EventLoop loop, Runnable callback);

  /** Whether a foreign executor runs a loop, whose poller is {@link #hostedPoller} then. */
  boolean isHosted(EventLoop loop);

  /**
   * That of a hosted loop, which is made when it is asked for first. The loop never polls it, but
   * closes it at its end. The loop's thread.
   */
  Poller hostedPoller(EventLoop loop, Supplier<? extends Poller> maker);

  /** Begins a hot method on this thread; the result is for {@link #leaveHot}. */
  int enterHot();

  /** Ends a hot method on this thread; the result is its task, if it got one already. */
  @Nullable Task<?> leaveHot(int token);

  /** A task, the early one if there is one, that goes on from where a body has just suspended. */
  CompletableFuture<?> hotSuspended(@Nullable Task<?> early, ContinuationFrame outermost);

  /** As {@link #hotSuspended}, with the outcome in a given future, which is returned. */
  CompletableFuture<?> hotSuspendedInto(
      @Nullable Task<?> early, ContinuationFrame outermost, CompletableFuture<?> future);

  /** Completes the task of a hot method, with an exception or, if that is null, with a value. */
  CompletableFuture<?> hotEnded(
      Task<?> early, @Nullable Object value, @Nullable Throwable exception);

  /** As {@link #hotEnded}, into a given future, which is returned; there may be no task. */
  CompletableFuture<?> hotEndedInto(
      @Nullable Task<?> early,
      @Nullable Object value,
      @Nullable Throwable exception,
      CompletableFuture<?> future);

  /** Takes lines of generated code out of the trace of a hot method's exception. */
  void cleanTrace(Throwable exception);

  /** Whether an exception at the end of a block takes the place of the one that has left it. */
  boolean replaces(Throwable closing, Throwable primary);

  /** An iterator that runs an async generator's body. */
  <T extends @Nullable Object> AsyncIterator<T> asyncIterator(String name, GeneratorBody body);

  /** An iterator that runs a plain generator's body. */
  <T extends @Nullable Object> Iterator<T> iterator(String name, GeneratorBody body);

  /** Gives an element to whoever asked the running generator, and holds it at its frame. */
  void emit(@Nullable Object element, GeneratorFrame frame);

  /** Gives all elements of a source; the result is a frame unless there is none. */
  @Nullable Object emitAll(Iterable<?> source, int headroom) throws Throwable;

  /** Closes the iterator of a plain generator, and no other. */
  void close(@Nullable Iterator<?> iterator);

  /** The same after an exception, which is returned and suppresses a failure to close. */
  Throwable closeAfter(Throwable exception, @Nullable Iterator<?> iterator);

  /** As {@link #closeAfter}, of an async iterator of any kind. */
  Coroutine<Throwable> closeAsyncAfter(Throwable exception, @Nullable AsyncIterator<?> iterator);

  /** Gives this thread a virtual clock for the loops that it makes. */
  InstalledClock installVirtualClock();
}
