package dev.fermata;

import dev.fermata.runtime.ContinuationFrame;
import dev.fermata.runtime.Failure;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The inside of a {@link Task}: what its body is held at.
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
 * their requests to the loop; what they read ({@link #scope()}, the future) is final or volatile or
 * harmless when stale. Outside of every loop {@link #leaf} belongs to whoever claimed the
 * subscription, and {@link #awaited} and the flags are read by a cancelling thread, so they are
 * written as volatile ones. After the end, {@link #awaited} is read by any thread that retrieves
 * the outcome.
 *
 * <p>Memory: 48 bytes on a 64-bit JVM with compressed references. So a task is its own timer and
 * its own waiter node, and what only some tasks have is in an {@link OwnScope}.
 */
abstract class TaskState<T extends @Nullable Object> extends CancellableTask<T> {
  private static final VarHandle AWAITED;

  static {
    try {
      AWAITED = MethodHandles.lookup().findVarHandle(TaskState.class, "awaited", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** What a task is held for that is to get its TaskCancelled. */
  private static final Object CANCELLED = new Object();

  /** The {@link #timerPlace} of a task that is held for time that is over. */
  private static final int DUE = -1;

  /**
   * The innermost frame while the body is held. On a loop it stays here while the body runs, since
   * a body that yields again and again would only write it anew.
   */
  private @Nullable ContinuationFrame leaf;

  private @Nullable Object awaited;

  /** The tasks that await this one, and the next one of that list that this is in; see Waiters. */
  @Nullable Task<?> waiters;

  @Nullable Task<?> nextWaiter;

  /** The place in the loop's timers; 0 for none; or {@link #DUE}. */
  int timerPlace;

  /** A task that has not begun; the coroutine's single use is taken already. */
  TaskState(Scope scope, Coroutine<T> coroutine) {
    super(scope, false);
    this.awaited = coroutine;
  }

  /**
   * A task whose body has begun before it: of a hot method, whose future it is, or an eager one.
   */
  TaskState(Scope scope, boolean hot) {
    super(scope, hot);
  }

  /** The value of a child that has ended well, for its gather. */
  final @Nullable Object valueForGather() {
    return scope() instanceof Gather ? awaited : getNow(null);
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
      boolean forwarded = hasForwardedCancel();
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
        && other.hasTakenCancel()
        && takeCancel()
        && other.hasCancelledItself()
        && outcome instanceof Failure failure
        && failure.exception() instanceof CancellationException) {
      return new Failure(cancellation());
    }
    return outcome;
  }

  /** The body has ended; everything that waits for the task goes on. */
  final void finish(@Nullable Object outcome) {
    EventLoop loop = loop();
    if (leaf != null) {
      leaf = null;
    }
    noteEnd();
    if (outcome instanceof Failure failure) {
      fail(failure.exception(), loop);
    } else if (scope() instanceof Gather) {
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
      scope().ended(self());
    }
  }

  /**
   * The body of an eager task has ended, which has never been held and which nobody has seen: the
   * loop has not counted it.
   */
  final void finishUnseen(@Nullable Object outcome) {
    noteEndUnseen();
    if (outcome instanceof Failure failure) {
      fail(failure.exception(), loop());
    } else {
      @SuppressWarnings("unchecked")
      T value = (T) outcome;
      super.complete(value);
    }
  }

  private void fail(Throwable exception, @Nullable EventLoop loop) {
    if (exception instanceof TaskCancelled cancelled) {
      noteCancelledItself();
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
    if (!isCompletedExceptionally() || (isCancelled() && hasCancelledItself())) {
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
    EventLoop loop = loop();
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
    return loop() != null ? awaited : AWAITED.getVolatile(this);
  }

  final boolean isHeldForTime() {
    return awaited == null && timerPlace != 0;
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

  private void setAwaited(@Nullable Object held) {
    if (loop() != null) {
      awaited = held;
    } else {
      AWAITED.setVolatile(this, held);
    }
  }
}
