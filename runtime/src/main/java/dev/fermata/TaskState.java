package dev.fermata;

import dev.fermata.runtime.ContinuationFrame;
import dev.fermata.runtime.Failure;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The inside of a {@link Task}: what its body is held at, and which cancels it has to get.
 *
 * <p>States of the body, by {@link #awaited}:
 *
 * <pre>
 * new      a Coroutine                 in the ready queue
 * running  null, without a timerPlace  on the stack of its thread
 * held     null, and a timerPlace      in the timers, or in the ready queue when due
 *          a Task of the same loop     in that task's waiters, or in the ready queue when it is done
 *          a held Suspension           in its wait queue
 *          a resumed Suspension        in the ready queue
 *          a Subscription              in the loop's subscriptions, or in the ready queue when fired
 * woken    CANCELLED                   in the ready queue, to get its TaskCancelled
 * ended    null, or UnretrievedFailure flag ENDED
 *          the value                   of a child that only its Gather knows, whose future stays open
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
 * its own waiter node, and what only some tasks have is in an {@link OwnScope}.
 */
abstract class TaskState<T extends @Nullable Object> extends CompletableFuture<T> {
  private static final VarHandle AWAITED;
  private static final VarHandle FLAGS;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      AWAITED = lookup.findVarHandle(TaskState.class, "awaited", Object.class);
      FLAGS = lookup.findVarHandle(TaskState.class, "flags", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** The task itself was asked to end, and that has not been delivered. */
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

  /** One of the task's cancel scopes was asked to end, and that has not been delivered. */
  private static final int SCOPE_CANCEL = 64;

  /** The body is in a cancel scope. */
  private static final int IN_SCOPES = 128;

  /** The bits from here on count the cancels that were asked for, less those taken back. */
  private static final int ONE_REQUEST = 256;

  /** What a task is held for that is to get its TaskCancelled. */
  private static final Object CANCELLED = new Object();

  /** The {@link #timerPlace} of a task that is held for time that is over. */
  private static final int DUE = -1;

  private Scope scope;

  /**
   * The innermost frame while the body is held. On a loop it stays here while the body runs, since
   * a body that yields again and again would only write it anew.
   */
  private @Nullable ContinuationFrame leaf;

  private @Nullable Object awaited;
  private int flags;

  /** The tasks that await this one, and the next one of that list that this is in; see Waiters. */
  @Nullable Task<?> waiters;

  @Nullable Task<?> nextWaiter;

  /** The place in the loop's timers; 0 for none; or {@link #DUE}. */
  int timerPlace;

  /** A task that has not begun; the coroutine's single use is taken already. */
  TaskState(Scope scope, Coroutine<T> coroutine) {
    this.scope = scope;
    this.awaited = coroutine;
  }

  /**
   * A task whose body has begun before it: of a hot method, whose future it is, or an eager one.
   */
  TaskState(Scope scope, boolean hot) {
    this.scope = scope;
    this.flags = hot ? HOT : 0;
  }

  abstract Task<T> self();

  final @Nullable EventLoop loop() {
    return scope.loop;
  }

  /** The loop, on whose thread this is. */
  final EventLoop checkedLoop() {
    EventLoop loop = scope.loop;
    if (loop == null) {
      throw new IllegalStateException("task '" + self().name() + "' belongs to no event loop");
    }
    if (!loop.isCurrent()) {
      throw new IllegalStateException(
          "task '"
              + self().name()
              + "' belongs to another event loop than thread '"
              + Thread.currentThread().getName()
              + "'; send it there with execute");
    }
    return loop;
  }

  final Scope scope() {
    return scope;
  }

  /** What this task has for itself, made when it is asked for; any thread. */
  final OwnScope own() {
    if (scope instanceof OwnScope own) {
      return own;
    }
    synchronized (TaskState.class) {
      if (scope instanceof OwnScope own) {
        return own;
      }
      OwnScope own = new OwnScope(scope, null);
      scope = own;
      return own;
    }
  }

  /**
   * Somebody outside of the runtime gets to see this task, and may keep it: from now on it has a
   * scope of its own, and not that of a {@link Gather}. Any thread.
   */
  final void show() {
    if (scope instanceof Gather) {
      var unused = own();
    }
  }

  /** The value of a child that has ended well, for its gather. */
  final @Nullable Object valueForGather() {
    return scope instanceof Gather ? awaited : getNow(null);
  }

  // ---- running -------------------------------------------------------------------------------

  /** One turn, on the loop's thread: begins, or goes on with what was awaited. */
  final void step(Carrier carrier) {
    Object held = awaited;
    if (held == null) {
      timerPlace = 0;
      Driver.run(self(), carrier, leaf, null);
      return;
    }
    awaited = null;
    if (held instanceof Coroutine<?> coroutine) {
      if (coroutine instanceof Suspension<?> suspension && suspension.isResumed()) {
        Driver.resume(self(), carrier, leaf, suspension.takeOutcome());
      } else {
        Driver.start(self(), carrier, coroutine);
      }
    } else if (held == CANCELLED) {
      // It may have been taken back meanwhile; the wait is given up all the same.
      takeCancel();
      Driver.resume(self(), carrier, leaf, new Failure(cancellation()));
    } else if (held instanceof Task<?> other) {
      boolean forwarded = (flags & FORWARDED) != 0;
      Driver.resume(self(), carrier, leaf, received(other, forwarded, Futures.outcomeOf(other)));
    } else if (held instanceof Subscription subscription) {
      Driver.resume(self(), carrier, leaf, received(subscription));
    }
  }

  /** Goes on, outside of every loop, with what a future brought; the caller owns the frames. */
  final void resumeFrom(Subscription subscription, Carrier carrier) {
    setAwaited(null);
    Driver.resumeNested(self(), carrier, takeLeaf(), received(subscription));
  }

  private @Nullable Object received(Subscription subscription) {
    return received(subscription.source, subscription.forwarded, subscription.outcome());
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
    TaskState<?> other = forwarded ? HotFutures.bodyOf(source) : null;
    if (other != null
        && (other.flags() & DELIVERED) != 0
        && takeCancel()
        && (other.flags() & CANCELLED_ITSELF) != 0
        && outcome instanceof Failure failure
        && failure.exception() instanceof CancellationException) {
      return new Failure(cancellation());
    }
    return outcome;
  }

  /** The body has ended; everything that waits for the task goes on. */
  final void finish(@Nullable Object outcome) {
    EventLoop loop = scope.loop;
    if (leaf != null) {
      leaf = null;
    }
    change(ENDED, CANCEL | FORWARDED | SCOPE_CANCEL);
    if (outcome instanceof Failure failure) {
      fail(failure.exception(), loop);
    } else if (scope instanceof Gather) {
      // To complete a future takes longer than all else that a short task does.
      awaited = outcome;
    } else {
      @SuppressWarnings("unchecked")
      T value = (T) outcome;
      super.complete(value);
    }
    if (loop != null) {
      if (waiters != null) {
        Waiters.wakeAll(self(), loop);
      }
      loop.live().ended();
      scope.ended(self());
    }
  }

  /**
   * The body of an eager task has ended, which has never been held and which nobody has seen: the
   * loop has not counted it.
   */
  final void finishUnseen(@Nullable Object outcome) {
    flags = ENDED;
    if (outcome instanceof Failure failure) {
      fail(failure.exception(), scope.loop);
    } else {
      @SuppressWarnings("unchecked")
      T value = (T) outcome;
      super.complete(value);
    }
  }

  private void fail(Throwable exception, @Nullable EventLoop loop) {
    if (exception instanceof TaskCancelled cancelled) {
      change(CANCELLED_ITSELF, 0);
      super.completeExceptionally(new TaskCancellation(cancelled));
      return;
    }
    if (loop != null && waiters == null && getNumberOfDependents() == 0) {
      awaited = loop.unretrieved().add(self(), exception);
    }
    if (!super.completeExceptionally(exception)) {
      retrieved();
      Reports.task(self(), "failed after its future was completed by others", exception);
    }
  }

  /**
   * The exception that the body has failed with, for whoever is responsible for it; null if it
   * ended well or was cancelled.
   */
  final @Nullable Throwable takeFailure() {
    if (!isCompletedExceptionally() || (isCancelled() && (flags & CANCELLED_ITSELF) != 0)) {
      return null;
    }
    retrieved();
    return Futures.exceptionOf(this);
  }

  /** Notes that somebody has seen the outcome; any thread. */
  final void retrieved() {
    if (awaited instanceof UnretrievedFailures.Entry entry) {
      entry.retrieved();
    }
  }

  // ---- being held ----------------------------------------------------------------------------

  /** The time that the task is held for is over; it is in the ready queue, or will be put there. */
  final void timeIsUp() {
    timerPlace = DUE;
  }

  /** Notes the innermost frame of the body, which is held; on a loop. */
  final void holdAt(@Nullable ContinuationFrame innermost) {
    if (leaf != innermost) {
      leaf = innermost;
    }
  }

  final void holdForTask(@Nullable ContinuationFrame innermost, Task<?> other) {
    holdAt(innermost);
    awaited = other;
    Waiters.add(other, self());
  }

  final void holdForSuspension(@Nullable ContinuationFrame innermost, Suspension<?> suspension) {
    holdAt(innermost);
    awaited = suspension;
  }

  /** Ends a held task that has no frames; on the loop's thread. */
  final void endHeld(@Nullable Object outcome) {
    awaited = null;
    finish(outcome);
  }

  final void holdForFuture(@Nullable ContinuationFrame innermost, Subscription subscription) {
    leaf = innermost;
    setAwaited(subscription);
  }

  final boolean isHeldBy(Subscription subscription) {
    return awaited == subscription;
  }

  /** Ends a wait that could not begin. */
  final void letGo() {
    awaited = null;
    leaf = null;
  }

  /**
   * Ends a wait for a future that was done already, or could not be subscribed to.
   *
   * @return false if a cancelling thread has taken the task meanwhile
   */
  final boolean letGo(Subscription subscription) {
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
  final @Nullable Object held() {
    return scope.loop != null ? awaited : AWAITED.getVolatile(this);
  }

  final boolean isHeldForTime() {
    return awaited == null && timerPlace != 0;
  }

  final boolean hasEnded() {
    return (flags() & ENDED) != 0;
  }

  final boolean isHot() {
    return (flags & HOT) != 0;
  }

  // ---- cancelling ----------------------------------------------------------------------------

  /** Notes a cancel of the task, which has to be delivered. */
  final void requestCancel(@Nullable String message) {
    if (message != null || scope instanceof OwnScope) {
      own().cancelMessage = message;
    }
    add(ONE_REQUEST);
    change(CANCEL, DELIVERED);
  }

  /** Notes a cancel of one of the task's scopes, which has to be delivered. */
  final void requestScopeCancel(@Nullable String message) {
    if ((flags & CANCEL) == 0) {
      own().cancelMessage = message;
    }
    change(SCOPE_CANCEL, DELIVERED);
  }

  /** How many cancels of the task were asked for, less those taken back. */
  final int cancelRequests() {
    return flags() / ONE_REQUEST;
  }

  /** Takes one cancel back; returns how many are left. */
  final int takeBackCancel() {
    if (cancelRequests() > 0) {
      add(-ONE_REQUEST);
      if (cancelRequests() == 0) {
        change(0, CANCEL | FORWARDED);
      }
    }
    return cancelRequests();
  }

  /** Delivers a cancel once more, at the next await; on the loop's thread. */
  final void redeliverCancel() {
    if (cancelRequests() > 0) {
      change(CANCEL, DELIVERED);
    }
    CancelScope innermost = own().innermost;
    CancelScope.redeliver(innermost);
    scopesChanged(innermost);
  }

  /** Whether a cancel is pending that the body may get: no shield stands before it. */
  final boolean isCancelPending() {
    int now = flags();
    if ((now & IN_SCOPES) != 0) {
      return CancelScope.isCancelPending(own().innermost, (now & CANCEL) != 0);
    }
    return (now & CANCEL) != 0;
  }

  /** Whether a cancel was asked for that has not been delivered, be there a shield before it. */
  final boolean isCancelRequested() {
    return (flags() & (CANCEL | SCOPE_CANCEL)) != 0;
  }

  /** Notes that the cancel went on to the task of the same loop that this one awaits. */
  final void forwardCancel() {
    change(FORWARDED, 0);
  }

  /** Delivers a cancel in a later turn; on the loop's thread, after the wait was given up. */
  final void wakeCancelled(EventLoop loop) {
    awaited = CANCELLED;
    loop.ready(self());
  }

  /** Delivers a cancel outside of every loop; the caller has claimed the subscription. */
  final void resumeCancelled(Carrier carrier) {
    takeCancel();
    setAwaited(null);
    Driver.resumeNested(self(), carrier, takeLeaf(), new Failure(cancellation()));
  }

  /** Takes all pending cancels that the body may get, to deliver them as one. */
  final boolean takeCancel() {
    if (!isCancelRequested()) {
      return false;
    }
    int now = flags();
    if ((now & IN_SCOPES) == 0) {
      change(DELIVERED, CANCEL | FORWARDED | SCOPE_CANCEL);
      return true;
    }
    CancelScope innermost = own().innermost;
    if (!CancelScope.isCancelPending(innermost, (now & CANCEL) != 0)) {
      return false;
    }
    boolean all = CancelScope.deliver(innermost);
    change(DELIVERED, (all ? CANCEL | SCOPE_CANCEL : 0) | FORWARDED);
    if (!all) {
      scopesChanged(innermost);
    }
    return true;
  }

  /** What the body gets when its cancel is delivered. */
  final TaskCancelled cancellation() {
    if (scope instanceof OwnScope own) {
      String message = own.cancelMessage;
      own.cancelMessage = null;
      TaskCancelled cancellation = new TaskCancelled(message);
      own.lastCancellation = own.innermost == null ? null : cancellation;
      return cancellation;
    }
    return new TaskCancelled(null);
  }

  /** The task's scopes are others now, or other ones of them were asked to end. */
  final void scopesChanged(@Nullable CancelScope innermost) {
    int set = innermost == null ? 0 : IN_SCOPES;
    if (CancelScope.hasPending(innermost)) {
      set |= SCOPE_CANCEL;
    }
    change(set, (IN_SCOPES | SCOPE_CANCEL) & ~set);
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

  private void add(int requests) {
    if (scope.loop != null) {
      flags += requests;
    } else {
      var unused = (int) FLAGS.getAndAdd(this, requests);
    }
  }

  private void setAwaited(@Nullable Object held) {
    if (scope.loop != null) {
      awaited = held;
    } else {
      AWAITED.setVolatile(this, held);
    }
  }
}
