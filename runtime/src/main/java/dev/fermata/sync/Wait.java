package dev.fermata.sync;

import dev.fermata.Suspension;
import dev.fermata.WaitQueue;
import org.jspecify.annotations.Nullable;

/**
 * A place in a wait queue that is not the coroutine itself which a user awaits: so it may be used
 * again when the task has gone on, and the coroutine need not be on the heap at all.
 */
abstract class Wait<T extends @Nullable Object> extends Suspension<T> {
  private final WaitQueue queue;

  /** Whether it holds a task, or has what that goes on with. */
  private boolean inUse;

  Wait(WaitQueue queue) {
    this.queue = queue;
    // No user awaits it, and debug mode must not look for one who does.
    LoopBound.RUNTIME.claim(this);
  }

  /** What the awaited coroutine's {@code begin} returns. */
  final Object hold() {
    inUse = true;
    return suspend();
  }

  /** Whether it may be used again. */
  final boolean isFree() {
    return !inUse;
  }

  /** The task has gone on. One that was cancelled or has failed does not get here. */
  final void free() {
    inUse = false;
  }

  @Override
  protected final WaitQueue queue() {
    return queue;
  }

  @Override
  protected final Object begin() {
    return suspend();
  }
}
