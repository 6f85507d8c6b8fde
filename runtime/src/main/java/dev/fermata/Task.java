package dev.fermata;

import dev.fermata.runtime.ContinuationFrame;
import dev.fermata.runtime.Failure;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A running async body, and the future of its outcome.
 *
 * <p>A task completes itself: {@code complete}, {@code obtrude} and their kin throw {@link
 * UnsupportedOperationException}, except on the future of a hot method, which anyone may complete;
 * the overtaken body is cancelled then. {@code cancel} is a request, and the future is cancelled
 * when the body has ended so. {@code get} and {@code join} on the thread of the task's own loop
 * throw {@link IllegalStateException} while the task is not done, where they would wait for ever.
 *
 * <p>States of the body, by {@link #awaited}:
 *
 * <pre>
 * new      a Coroutine                 in the ready queue
 * running  null                        on the stack of its thread
 * held     TIME                        in the timer heap, or in the ready queue when due
 *          a Task of the same loop     in that task's waiters, or in the ready queue when it is done
 *          a Subscription              in the loop's subscriptions, or in the ready queue when fired
 * woken    CANCELLED                   in the ready queue, to get its TaskCancelled
 * ended    null, or UnretrievedFailure flag ENDED
 *
 * new → running ⇄ held → woken → running → ended
 * </pre>
 *
 * <p>On a loop every field belongs to the loop's thread in every state, and other threads send
 * their requests to the loop; what they read ({@link #scope}, the future) is final or volatile or
 * harmless when stale. Outside of every loop {@link #leaf} belongs to whoever claimed the
 * subscription, and {@link #awaited} and {@link #flags} are read by a cancelling thread, so they
 * are written as volatile ones. After the end, {@link #awaited} is read by any thread that
 * retrieves the outcome.
 *
 * <p>Memory: 48 bytes on a 64-bit JVM with compressed references. So a task is its own timer and
 * its own waiter node, and has no field for a name.
 *
 * @param <T> the type of the result
 */
public final class Task<T extends @Nullable Object> extends CompletableFuture<T> {
  private static final VarHandle AWAITED;
  private static final VarHandle FLAGS;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      AWAITED = lookup.findVarHandle(Task.class, "awaited", Object.class);
      FLAGS = lookup.findVarHandle(Task.class, "flags", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** A cancel was asked for and has not been delivered. */
  private static final int CANCEL = 1;

  /** The future of a hot method. */
  private static final int HOT = 2;

  /** The pending cancel went on to the task that this one awaits. */
  private static final int FORWARDED = 4;

  /** The latest cancel was delivered to the body. */
  private static final int DELIVERED = 8;

  /** The body ended with its own TaskCancelled. */
  private static final int CANCELLED_ITSELF = 16;

  /** The body has ended. */
  private static final int ENDED = 32;

  /** What a task is held for that is no object of its own. */
  private enum Held {
    TIME,
    CANCELLED
  }

  private Scope scope;
  private @Nullable ContinuationFrame leaf;
  private @Nullable Object awaited;
  private int flags;

  /** The tasks that await this one, and the next one of that list that this is in; see Waiters. */
  @Nullable Task<?> waiters;

  @Nullable Task<?> nextWaiter;

  /** The place in the loop's timer heap, from 1; 0 for none. Belongs to the heap. */
  int timerPlace;

  /** A task that has not begun; the coroutine's single use is taken already. */
  Task(Scope scope, Coroutine<T> coroutine) {
    this.scope = scope;
    this.awaited = coroutine;
  }

  /** The future of a hot method that has suspended. */
  Task(Scope scope) {
    this.scope = scope;
    this.flags = HOT;
  }

  @Nullable EventLoop loop() {
    return scope.loop;
  }

  /** The task's name: given to {@code spawn}, or a number in the order in which it is asked for. */
  public String name() {
    String name = scope.name;
    return name != null ? name : TaskNames.nameOf(this);
  }

  Scope scope() {
    return scope;
  }

  void scope(Scope named) {
    scope = named;
  }

  // ---- running -------------------------------------------------------------------------------

  /** One turn, on the loop's thread: begins, or goes on with what was awaited. */
  void step(Carrier carrier) {
    Object held = awaited;
    awaited = null;
    if (held instanceof Coroutine<?> coroutine) {
      Driver.start(this, carrier, coroutine);
    } else if (held == Held.TIME) {
      Driver.resume(this, carrier, takeLeaf(), null);
    } else if (held == Held.CANCELLED) {
      takeCancel();
      Driver.resume(this, carrier, takeLeaf(), new Failure(new TaskCancelled()));
    } else if (held instanceof Task<?> other) {
      boolean forwarded = (flags & FORWARDED) != 0;
      Driver.resume(
          this, carrier, takeLeaf(), received(other, forwarded, Futures.outcomeOf(other)));
    } else if (held instanceof Subscription subscription) {
      resumeFrom(subscription, carrier);
    }
  }

  /** Goes on with what a future brought; the caller owns the frames. */
  void resumeFrom(Subscription subscription, Carrier carrier) {
    setAwaited(null);
    Object in = received(subscription.source, subscription.forwarded, subscription.outcome());
    Driver.resume(this, carrier, takeLeaf(), in);
  }

  private @Nullable ContinuationFrame takeLeaf() {
    ContinuationFrame taken = leaf;
    leaf = null;
    return taken;
  }

  /**
   * What the body gets to see. Where our cancel was forwarded and was delivered there, it is used
   * up here as well, just as if the other's frames had been our own; and if it ended the other
   * task, it is our cancellation.
   */
  private @Nullable Object received(
      CompletableFuture<?> source, boolean forwarded, @Nullable Object outcome) {
    Task<?> other = forwarded ? HotFutures.bodyOf(source) : null;
    if (other != null
        && (other.flags() & DELIVERED) != 0
        && takeCancel()
        && (other.flags() & CANCELLED_ITSELF) != 0
        && outcome instanceof Failure failure
        && failure.exception() instanceof CancellationException) {
      return new Failure(new TaskCancelled());
    }
    return outcome;
  }

  /** The body has ended; everything that waits for the task goes on. */
  void finish(@Nullable Object outcome) {
    EventLoop loop = scope.loop;
    change(ENDED, CANCEL | FORWARDED);
    if (outcome instanceof Failure failure) {
      fail(failure.exception(), loop);
    } else {
      @SuppressWarnings("unchecked")
      T value = (T) outcome;
      super.complete(value);
    }
    if (loop != null) {
      Waiters.wakeAll(this, loop);
      loop.live().ended();
      scope.ended(this);
    }
  }

  private void fail(Throwable exception, @Nullable EventLoop loop) {
    if (exception instanceof TaskCancelled) {
      change(CANCELLED_ITSELF, 0);
      super.completeExceptionally(new TaskCancellation());
      return;
    }
    if (loop != null && waiters == null && getNumberOfDependents() == 0) {
      awaited = loop.unretrieved().add(this, exception);
    }
    if (!super.completeExceptionally(exception)) {
      retrieved();
      Reports.task(this, "failed after its future was completed by others", exception);
    }
  }

  // ---- being held ----------------------------------------------------------------------------

  void holdForTime(@Nullable ContinuationFrame innermost) {
    leaf = innermost;
    awaited = Held.TIME;
  }

  void holdForTask(@Nullable ContinuationFrame innermost, Task<?> other) {
    leaf = innermost;
    awaited = other;
    Waiters.add(other, this);
  }

  void holdForFuture(@Nullable ContinuationFrame innermost, Subscription subscription) {
    leaf = innermost;
    setAwaited(subscription);
  }

  boolean isHeldBy(Subscription subscription) {
    return awaited == subscription;
  }

  /**
   * Ends a wait for a future that was done already, or could not be subscribed to.
   *
   * @return false if a cancelling thread has taken the task meanwhile
   */
  boolean letGo(Subscription subscription) {
    EventLoop loop = scope.loop;
    if (loop != null) {
      loop.live().removeSubscription(subscription);
      subscription.drop();
    } else if (subscription.claim() == null) {
      return false;
    }
    setAwaited(null);
    leaf = null;
    return true;
  }

  /** What the task is held at, for a cancel. */
  @Nullable Object held() {
    return scope.loop != null ? awaited : AWAITED.getVolatile(this);
  }

  boolean isHeldForTime() {
    return awaited == Held.TIME;
  }

  boolean hasEnded() {
    return (flags() & ENDED) != 0;
  }

  // ---- cancelling ----------------------------------------------------------------------------

  /**
   * Asks the body to end. It gets a {@link TaskCancelled} at the await that it is held at, or at
   * its next one; the request goes on to a task that it awaits, whose cleanup it waits for. The
   * future is cancelled when the body has ended. Any thread may call it.
   *
   * @param mayInterruptIfRunning ignored
   * @return whether the request was made; false if the task is done
   */
  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    if (isDone()) {
      return false;
    }
    Cancellation.request(this);
    return true;
  }

  /** Notes a cancel that has to be delivered. */
  void requestCancel() {
    change(CANCEL, DELIVERED);
  }

  boolean isCancelRequested() {
    return (flags() & CANCEL) != 0;
  }

  /** Notes that the cancel went on to the task of the same loop that this one awaits. */
  void forwardCancel() {
    change(FORWARDED, 0);
  }

  /** Delivers a cancel in a later turn; on the loop's thread, after the wait was given up. */
  void wakeCancelled(EventLoop loop) {
    awaited = Held.CANCELLED;
    loop.ready(this);
  }

  /** Delivers a cancel outside of every loop; the caller has claimed the subscription. */
  void resumeCancelled(Carrier carrier) {
    takeCancel();
    setAwaited(null);
    Driver.resume(this, carrier, takeLeaf(), new Failure(new TaskCancelled()));
  }

  /** Takes a pending cancel, to deliver it. */
  boolean takeCancel() {
    if ((flags() & CANCEL) == 0) {
      return false;
    }
    change(DELIVERED, CANCEL | FORWARDED);
    return true;
  }

  private int flags() {
    return scope.loop != null ? flags : (int) FLAGS.getVolatile(this);
  }

  private void change(int set, int clear) {
    if (scope.loop != null) {
      flags = (flags | set) & ~clear;
      return;
    }
    int old;
    do {
      old = (int) FLAGS.getVolatile(this);
    } while (!FLAGS.compareAndSet(this, old, (old | set) & ~clear));
  }

  private void setAwaited(@Nullable Object held) {
    if (scope.loop != null) {
      awaited = held;
    } else {
      AWAITED.setVolatile(this, held);
    }
  }

  // ---- as a future ---------------------------------------------------------------------------

  /** Completes the future before its body; the body is cancelled. */
  private void overtaken() {
    EventLoop loop = scope.loop;
    if (loop == null) {
      Cancellation.request(this);
    } else {
      loop.send(
          () -> {
            Waiters.wakeAll(this, loop);
            Cancellation.request(this);
          });
    }
  }

  boolean overtake(T value) {
    boolean first = super.complete(value);
    if (first) {
      overtaken();
    }
    return first;
  }

  boolean overtake(Throwable exception) {
    boolean first = super.completeExceptionally(exception);
    if (first) {
      overtaken();
    }
    return first;
  }

  private void checkHot() {
    if ((flags & HOT) == 0) {
      throw new UnsupportedOperationException(
          "a task completes itself; to end task '" + name() + "' early, cancel it");
    }
  }

  @Override
  public boolean complete(T value) {
    checkHot();
    return overtake(value);
  }

  @Override
  public boolean completeExceptionally(Throwable exception) {
    checkHot();
    return overtake(Objects.requireNonNull(exception));
  }

  @Override
  public CompletableFuture<T> completeAsync(Supplier<? extends T> supplier) {
    checkHot();
    return completeAsync(supplier, defaultExecutor());
  }

  @Override
  public CompletableFuture<T> completeAsync(Supplier<? extends T> supplier, Executor executor) {
    checkHot();
    CompletableFuture<T> supplied = CompletableFuture.supplyAsync(supplier::get, executor);
    var unused =
        supplied.handle(
            (value, exception) ->
                exception == null ? overtake(value) : overtake(Futures.original(exception)));
    return this;
  }

  @Override
  public void obtrudeValue(T value) {
    throw new UnsupportedOperationException("the outcome of a task is final");
  }

  @Override
  public void obtrudeException(Throwable exception) {
    throw new UnsupportedOperationException("the outcome of a task is final");
  }

  /**
   * Fails this future with a {@link TimeoutException} after a time on the loop's clock, unless it
   * is done by then. Who waits for it gets the exception at once, while the body is cancelled and
   * cleans up.
   */
  @Override
  public CompletableFuture<T> orTimeout(long timeout, TimeUnit unit) {
    TaskTimeouts.after(
        this,
        unit.toNanos(timeout),
        () -> overtake(new TimeoutException("task '" + name() + "' took longer than allowed")));
    return this;
  }

  /** As {@link #orTimeout}, with a value in place of the exception. */
  @Override
  public CompletableFuture<T> completeOnTimeout(T value, long timeout, TimeUnit unit) {
    TaskTimeouts.after(this, unit.toNanos(timeout), () -> overtake(value));
    return this;
  }

  @Override
  public Executor defaultExecutor() {
    EventLoop loop = scope.loop;
    return loop != null ? loop : super.defaultExecutor();
  }

  /** A plain future for a dependent stage, which anyone may complete. */
  @Override
  public <U extends @Nullable Object> CompletableFuture<U> newIncompleteFuture() {
    retrieved();
    return new CompletableFuture<>();
  }

  @Override
  public T get() throws InterruptedException, ExecutionException {
    checkMayWait();
    return super.get();
  }

  @Override
  public T get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    checkMayWait();
    return super.get(timeout, unit);
  }

  @Override
  public T join() {
    checkMayWait();
    return super.join();
  }

  @Override
  public T getNow(T valueIfAbsent) {
    retrieved();
    return super.getNow(valueIfAbsent);
  }

  private void checkMayWait() {
    EventLoop loop = scope.loop;
    if (loop != null && !isDone() && loop.isCurrent()) {
      throw new IllegalStateException(
          "task '"
              + name()
              + "' cannot go on while its event loop's thread waits for it; await it instead");
    }
    retrieved();
  }

  /** Notes that somebody has seen the outcome; any thread. */
  private void retrieved() {
    if (awaited instanceof UnretrievedFailures.Entry entry) {
      entry.retrieved();
    }
  }

  @Override
  public String toString() {
    String state = !isDone() ? "pending" : isCancelled() ? "cancelled" : "done";
    if (isDone() && !isCancelled() && isCompletedExceptionally()) {
      state = "failed";
    }
    return "Task[" + name() + ", " + state + "]";
  }
}
