package dev.fermata.sync;

import org.jspecify.annotations.Nullable;

/**
 * One operation of a {@link Select}, and what follows it. It is done by {@link #tryNow}, or after
 * {@link #enlist} by whoever makes it possible, who says so by {@link Select.Choice#decide}.
 */
abstract class SelectClause<R extends @Nullable Object> {
  /** Checks that this is the loop's thread. */
  abstract void check();

  /** Does the operation if that need not wait. */
  abstract boolean tryNow();

  /** Waits in the operation's queue. */
  abstract void enlist(Select.Choice<R> choice);

  /** Leaves the operation's queue, if it is there. */
  abstract void withdraw();

  /** What follows, in the task's turn, once the operation was done. */
  abstract R result();
}
