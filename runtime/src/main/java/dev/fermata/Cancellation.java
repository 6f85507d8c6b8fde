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

  private Cancellation(Task<?> task, EventLoop loop) {
    this.task = task;
    this.loop = loop;
  }

  /** Cancels a task; any thread. */
  static void request(Task<?> start) {
    Task<?> task = start;
    while (task != null) {
      EventLoop loop = task.loop();
      if (loop == null) {
        task = stepOffLoop(task);
      } else if (loop.isCurrent()) {
        task = walk(task, loop);
      } else {
        loop.send(new Cancellation(task, loop));
        task = null;
      }
    }
  }

  @Override
  void deliver() {
    Task<?> elsewhere = walk(task, loop);
    if (elsewhere != null) {
      request(elsewhere);
    }
  }

  /**
   * Follows the awaited tasks of one loop, on its thread. Tasks that wait for one another in a
   * cycle would never end: one of them gets the cancel itself.
   *
   * @return the awaited task that does not belong to the loop, if it comes to one
   */
  private static @Nullable Task<?> walk(Task<?> start, EventLoop loop) {
    Task<?> task = start;
    Task<?> anchor = start;
    long steps = 0;
    long moveAnchorAt = 2;
    while (true) {
      Task<?> next = step(task, loop);
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
  private static @Nullable Task<?> step(Task<?> task, EventLoop loop) {
    if (task.hasEnded()) {
      return null;
    }
    task.requestCancel();
    Object held = task.held();
    if (task.isHeldForTime()) {
      // A timer that has fired counts as delivered, and the cancel comes at the next await.
      if (loop.stopTimer(task)) {
        task.wakeCancelled(loop);
      }
    } else if (held instanceof Task<?> other && !other.isDone()) {
      task.forwardCancel();
      return other;
    } else if (held instanceof Subscription subscription && !subscription.isFired()) {
      Task<?> other = HotFutures.bodyOf(subscription.source);
      if (other != null) {
        subscription.forwarded = true;
        return other;
      }
      unsubscribe(task, subscription, loop);
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

  private static void unsubscribe(Task<?> task, Subscription subscription, EventLoop loop) {
    loop.live().removeSubscription(subscription);
    subscription.drop();
    task.wakeCancelled(loop);
  }

  /** As {@link #step}, of a task that belongs to no loop. The body goes on on this thread. */
  private static @Nullable Task<?> stepOffLoop(Task<?> task) {
    if (task.hasEnded()) {
      return null;
    }
    task.requestCancel();
    if (!(task.held() instanceof Subscription subscription)) {
      return null;
    }
    Task<?> other = HotFutures.bodyOf(subscription.source);
    if (other != null) {
      subscription.forwarded = true;
      return other;
    }
    if (!subscription.isFired() && subscription.claim() != null) {
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
    if (!task.isCancelRequested()) {
      return false;
    }
    Task<?> other = HotFutures.bodyOf(subscription.source);
    if (other != null) {
      if (!subscription.forwarded) {
        subscription.forwarded = true;
        request(other);
      }
      return false;
    }
    return task.letGo(subscription) && task.takeCancel();
  }
}
