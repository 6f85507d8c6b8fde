package dev.fermata;

import org.jspecify.annotations.Nullable;

/**
 * Children of one part of a task, which waits for them: how many are left, and who waits. Belongs
 * to the loop's thread.
 */
abstract class JoinScope extends Scope {
  final EventLoop own;

  /** How many children have not ended. */
  int pending;

  private @Nullable Join join;

  JoinScope(EventLoop loop) {
    super(loop);
    own = loop;
  }

  /** Whether nothing is left to be waited for. */
  boolean isOver() {
    return pending == 0;
  }

  /** Asks all children to end. */
  abstract void cancelChildren(@Nullable String reason);

  /** Holds the awaiting task until this is over, which it is not yet. */
  final Object holdUntilOver() {
    Join wait = new Join();
    join = wait;
    return Carrier.hold(wait);
  }

  /** Lets the task that waits go on, if it has nothing to wait for any more. */
  final void wakeIfOver() {
    if (join != null && isOver()) {
      join.resume(null);
    }
  }

  private final class Join extends Suspension<@Nullable Void> {
    @Override
    protected @Nullable Object begin() {
      return suspend();
    }

    @Override
    protected String name() {
      return "the end of " + pending + " tasks";
    }
  }
}
