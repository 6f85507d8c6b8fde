package dev.fermata;

import dev.fermata.runtime.ContinuationFrame;
import dev.fermata.runtime.Continuations;
import dev.fermata.runtime.Failure;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Resumes the innermost frame of a task and hands its outcome to the frame's caller, until one
 * suspends again or the outermost has returned.
 *
 * <p>It is the only place that subscribes, and subscribing is the only publication of frames: after
 * it, nothing of the task's frames is touched here.
 */
@SuppressWarnings("ReferenceEquality") // frames and markers are compared by identity
final class Driver {
  /** What park returns when somebody else is going to resume the task. */
  private static final Object PARKED = new Object();

  private Driver() {}

  /** The first step of a task: its coroutine's body. */
  static void start(Task<?> task, Carrier carrier, Coroutine<?> coroutine) {
    Object result;
    try {
      if (task.takeCancel()) {
        throw task.cancellation();
      }
      result = coroutine.begin(Continuations.HEADROOM);
    } catch (Throwable exception) {
      carrier.forgetTold();
      Traces.splice(exception, null);
      task.finish(new Failure(exception));
      return;
    }
    if (!(result instanceof ContinuationFrame outermost)) {
      task.finish(result);
      return;
    }
    suspended(task, carrier, outermost);
  }

  /** A body has suspended for the first time: holds the task, or goes on at once. */
  static void suspended(Task<?> task, Carrier carrier, ContinuationFrame outermost) {
    ContinuationFrame leaf = carrier.takeLeaf(outermost);
    Object outcome = park(task, leaf, carrier, carrier.takeReason());
    if (outcome != PARKED) {
      resumeNested(task, carrier, leaf, outcome);
    }
  }

  /** As {@link #resume}, on a stack where another task may run. */
  static void resumeNested(
      Task<?> task, Carrier carrier, @Nullable ContinuationFrame leaf, @Nullable Object outcome) {
    int token = carrier.active.enter(task);
    try {
      resume(task, carrier, leaf, outcome);
    } finally {
      var unused = carrier.active.leave(token);
    }
  }

  /**
   * Goes on with an outcome that came from outside of the chain.
   *
   * @param leaf the innermost frame, null if there is none
   */
  static void resume(
      Task<?> task, Carrier carrier, @Nullable ContinuationFrame leaf, @Nullable Object outcome) {
    if (outcome instanceof Failure failure) {
      Traces.awaitedAt(failure.exception(), leaf);
    }
    run(task, carrier, leaf, outcome);
  }

  /** As {@link #resume}, with a value. */
  static void run(
      Task<?> task, Carrier carrier, @Nullable ContinuationFrame leaf, @Nullable Object outcome) {
    ContinuationFrame frame = leaf;
    Object in = outcome;
    Throwable spliced = null;
    while (true) {
      if (in instanceof Failure) {
        frame = nearestHandler(frame);
      }
      if (frame == null) {
        task.finish(in);
        return;
      }
      ContinuationFrame caller = frame.caller;
      Object result;
      try {
        result = frame.resume(in);
      } catch (Throwable exception) {
        carrier.forgetTold();
        if (exception != spliced) {
          // Once for an exception that many frames see and throw on.
          Traces.splice(exception, caller);
          spliced = exception;
        }
        in = new Failure(exception);
        frame = caller;
        continue;
      }
      if (!(result instanceof ContinuationFrame suspended)) {
        in = result;
        frame = caller;
        continue;
      }
      int reason = carrier.takeReason();
      if (reason == Carrier.ELEMENT) {
        if (suspended != frame) {
          suspended.caller = caller;
        }
        frame = GeneratorRun.cut(carrier, suspended);
        in = true;
        continue;
      }
      ContinuationFrame held = carrier.takeLeaf(suspended);
      if (suspended == Sentinel.INSTANCE) {
        // `return other;`: the frame is gone from the chain, and its caller gets other's outcome.
        held = caller;
      } else if (suspended != frame) {
        suspended.caller = caller;
      }
      Object next = isAlone(task, carrier, reason) ? null : park(task, held, carrier, reason);
      if (next == PARKED) {
        return;
      }
      if (next instanceof Failure failure) {
        Traces.awaitedAt(failure.exception(), held);
      }
      frame = held;
      in = next;
    }
  }

  /** Whether a chain that has unwound in its task's turn yields, and has nobody to yield to. */
  private static boolean isAlone(Task<?> task, Carrier carrier, int reason) {
    if (reason != Carrier.TIME || carrier.nanos() > 0 || task.isCancelRequested()) {
      return false;
    }
    EventLoop loop = task.loop();
    return loop != null && loop.isNobodyElseReady(carrier);
  }

  /** An exception passes frames unseen that have no handler where they are held. */
  private static @Nullable ContinuationFrame nearestHandler(@Nullable ContinuationFrame leaf) {
    ContinuationFrame frame = leaf;
    while (frame != null && !frame.handlesFailure()) {
      frame = frame.caller;
    }
    return frame;
  }

  /**
   * Holds a task, whose chain is whole, until what it awaits is done.
   *
   * @return {@link #PARKED}, or the outcome where there is one at once
   */
  private static @Nullable Object park(
      Task<?> task, @Nullable ContinuationFrame leaf, Carrier carrier, int reason) {
    if (reason == Carrier.FRESH_START) {
      return null;
    }
    Object awaited = reason == Carrier.OBJECT ? carrier.takeAwaited() : null;
    EventLoop loop = task.loop();
    if (task.isCancelRequested()) {
      if (awaited instanceof Suspension<?> suspension && suspension.beginsCancelled()) {
        return parkCancelled(task, leaf, suspension);
      }
      if (task.takeCancel()) {
        if (awaited instanceof CompletableFuture<?> future && HotFutures.bodyOf(future) == null) {
          ForeignFutures.giveUp(future, loop);
        }
        return new Failure(task.cancellation());
      }
    }
    if (awaited == null) {
      long nanos = carrier.nanos();
      return loop == null ? waitOffLoop(task, leaf, nanos) : parkFor(task, leaf, loop, nanos);
    }
    if (awaited instanceof Task<?> other && loop != null && other.loop() == loop) {
      return parkOnSibling(task, leaf, other);
    }
    if (awaited instanceof Suspension<?> suspension) {
      return parkOn(task, leaf, suspension);
    }
    return subscribe(task, leaf, (CompletableFuture<?>) awaited);
  }

  private static @Nullable Object parkOnSibling(
      Task<?> task, @Nullable ContinuationFrame leaf, Task<?> other) {
    if (other == task) {
      return new Failure(
          new IllegalStateException("task '" + task.name() + "' cannot await itself"));
    }
    if (other.isDone()) {
      return Futures.outcomeOf(other);
    }
    task.holdForTask(leaf, other);
    return PARKED;
  }

  private static @Nullable Object parkOn(
      Task<?> task, @Nullable ContinuationFrame leaf, Suspension<?> suspension) {
    task.holdForSuspension(leaf, suspension);
    try {
      suspension.hold(task);
    } catch (Throwable refused) {
      suspension.refuse(task);
      task.letGo();
      return new Failure(refused);
    }
    return PARKED;
  }

  /** Holds a task with a cancel before it, which comes as if it came now. */
  private static @Nullable Object parkCancelled(
      Task<?> task, @Nullable ContinuationFrame leaf, Suspension<?> suspension) {
    Object outcome = parkOn(task, leaf, suspension);
    if (outcome == PARKED) {
      Cancellation.deliverPending(task);
    }
    return outcome;
  }

  private static @Nullable Object waitOffLoop(
      Task<?> task, @Nullable ContinuationFrame leaf, long nanos) {
    // The delayed executor, and not the timer thread of the JDK, runs what follows.
    CompletableFuture<Void> timer =
        CompletableFuture.runAsync(
            () -> {}, CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS));
    return subscribe(task, leaf, timer);
  }

  private static Object parkFor(
      Task<?> task, @Nullable ContinuationFrame leaf, EventLoop loop, long nanos) {
    task.holdAt(leaf);
    if (nanos <= 0) {
      task.timeIsUp();
      loop.ready(task);
    } else {
      loop.wakeAfter(task, nanos);
    }
    return PARKED;
  }

  private static @Nullable Object subscribe(
      Task<?> task, @Nullable ContinuationFrame leaf, CompletableFuture<?> source) {
    EventLoop loop = task.loop();
    Subscription subscription = new Subscription(task, source);
    if (loop != null) {
      loop.live().addSubscription(subscription);
    }
    task.holdForFuture(leaf, subscription);
    boolean doneHere;
    try {
      doneHere = subscription.subscribe();
    } catch (Throwable refused) {
      task.letGo(subscription);
      return new Failure(refused);
    }
    if (doneHere) {
      return task.letGo(subscription) ? subscription.outcome() : PARKED;
    }
    if (loop == null) {
      // A cancel may have come before it could see the subscription.
      return Cancellation.cameWhileSubscribing(task, subscription)
          ? new Failure(task.cancellation())
          : PARKED;
    }
    return PARKED;
  }
}
