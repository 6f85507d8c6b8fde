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

  Wait(WaitQueue queue) {
    super(true);
    this.queue = queue;
  }

  /** What the awaited coroutine's {@code begin} returns. */
  final Object hold() {
    return suspend();
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
