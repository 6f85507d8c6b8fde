package dev.fermata;

import org.jspecify.annotations.Nullable;

/**
 * A request to cancel a task, on its way through the tasks that it awaits: in a loop and not by
 * recursion, since that chain may be long.
 */
@SuppressWarnings("ReferenceEquality") // tasks are compared by identity
final class Cancellation extends Inbox.Node {
  private final Task<?> task;
  private final EventLoop loop;
  private final @Nullable String reason;

  private Cancellation(Task<?> task, EventLoop loop, @Nullable String reason) {
    this.task = task;
    this.loop = loop;
    this.reason = reason;
  }

  /** Cancels a task; any thread. */
  static void request(Task<?> start, @Nullable String reason) {
    Task<?> task = start;
    while (task != null) {
      EventLoop loop = task.loop();
      if (loop == null) {
        task = stepOffLoop(task, reason);
      } else if (loop.isCurrent()) {
        task = walk(task, loop, reason);
      } else {
        loop.send(new Cancellation(task, loop, reason));
        task = null;
      }
    }
  }

  /** Cancels what a task does in one of its scopes, which has noted it; the loop's thread. */
  static void requestScope(Task<?> task, @Nullable String reason) {
    if (!task.hasEnded()) {
      task.requestScopeCancel(reason);
      deliverPending(task);
    }
  }

  /** Delivers what is pending, if nothing shields the task from it; the loop's thread. */
  static void deliverPending(Task<?> task) {
    Task<?> next = interrupt(task, task.checkedLoop());
    if (next != null) {
      request(next, null);
    }
  }

  @Override
  void deliver() {
    Task<?> elsewhere = walk(task, loop, reason);
    if (elsewhere != null) {
      request(elsewhere, reason);
    }
  }

  /**
   * Follows the awaited tasks of one loop, on its thread. Tasks that wait for one another in a
   * cycle would never end: one of them gets the cancel itself.
   *
   * @return the awaited task that does not belong to the loop, if it comes to one
   */
  private static @Nullable Task<?> walk(Task<?> start, EventLoop loop, @Nullable String reason) {
    Task<?> task = start;
    Task<?> anchor = start;
    long steps = 0;
    long moveAnchorAt = 2;
    while (true) {
      Task<?> next = step(task, loop, reason);
      if (next == null || next.loop() != loop) {
        return next;
      }
      if (next == anchor) {
        leaveCycle(task, loop);
        return null;
      }
      if (++steps == moveAnchorAt) {
        anchor = next;
        moveAnchorAt *= 2;
      }
      task = next;
    }
  }

  /** Delivers the cancel, or returns the task that it has to go on to. */
  private static @Nullable Task<?> step(Task<?> task, EventLoop loop, @Nullable String reason) {
    if (task.hasEnded()) {
      return null;
    }
    task.requestCancel(reason);
    return interrupt(task, loop);
  }

  private static @Nullable Task<?> interrupt(Task<?> task, EventLoop loop) {
    if (!task.isCancelPending()) {
      return null;
    }
    Object held = task.held();
    if (task.isHeldForTime()) {
      // A timer that has fired counts as delivered, and the cancel comes at the next await.
      if (loop.stopTimer(task)) {
        task.wakeCancelled(loop);
      }
    } else if (held instanceof Task<?> other && !other.isDone()) {
      task.forwardCancel();
      return other;
    } else if (held instanceof Suspension<?> suspension) {
      giveUp(task, suspension, loop);
    } else if (held instanceof Subscription subscription && !subscription.isFired()) {
      Task<?> other = HotFutures.bodyOf(subscription.source);
      if (other != null) {
        subscription.forwarded = true;
        return other;
      }
      unsubscribe(task, subscription, loop);
      ForeignFutures.giveUp(subscription.source, loop);
    }
    return null;
  }

  /** Delivers a cancel although the awaited task goes on. */
  private static void leaveCycle(Task<?> task, EventLoop loop) {
    Object held = task.held();
    if (held instanceof Task<?> other) {
      Waiters.remove(other, task);
      task.wakeCancelled(loop);
    } else if (held instanceof Subscription subscription) {
      unsubscribe(task, subscription, loop);
    }
  }

  private static void giveUp(Task<?> task, Suspension<?> suspension, EventLoop loop) {
    if (!suspension.isHeld()) {
      return;
    }
    boolean deliverNow;
    try {
      deliverNow = suspension.giveUp();
    } catch (Throwable fault) {
      loop.report("cancelling " + suspension + " failed", fault);
      deliverNow = false;
    }
    if (deliverNow) {
      task.wakeCancelled(loop);
    }
  }

  private static void unsubscribe(Task<?> task, Subscription subscription, EventLoop loop) {
    loop.live().removeSubscription(subscription);
    subscription.drop();
    task.wakeCancelled(loop);
  }

  /** As {@link #step}, of a task that belongs to no loop. The body goes on on this thread. */
  private static @Nullable Task<?> stepOffLoop(Task<?> task, @Nullable String reason) {
    if (task.hasEnded()) {
      return null;
    }
    task.requestCancel(reason);
    if (!(task.held() instanceof Subscription subscription)) {
      return null;
    }
    Task<?> other = HotFutures.bodyOf(subscription.source);
    if (other != null) {
      subscription.forwarded = true;
      return other;
    }
    if (!subscription.isFired() && subscription.claim() != null) {
      ForeignFutures.giveUp(subscription.source, null);
      task.resumeCancelled(Carrier.get());
    }
    return null;
  }

  /**
   * Looks, outside of every loop, for a cancel that came while the task subscribed: it set its flag
   * before it looked for the subscription, which was set before this looks for the flag.
   *
   * @return whether this thread has to go on with the cancel
   */
  static boolean cameWhileSubscribing(Task<?> task, Subscription subscription) {
    if (!task.isCancelPending()) {
      return false;
    }
    Task<?> other = HotFutures.bodyOf(subscription.source);
    if (other != null) {
      if (!subscription.forwarded) {
        subscription.forwarded = true;
        request(other, null);
      }
      return false;
    }
    if (!task.letGo(subscription) || !task.takeCancel()) {
      return false;
    }
    ForeignFutures.giveUp(subscription.source, null);
    return true;
  }
}
