package dev.fermata;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that were started by one part of a task, which waits for their end. The children tell it of
 * their end without a callback object. Belongs to the loop's thread.
 */
abstract class ChildScope extends JoinScope {
  /** Those that have not ended, and some that have; in the order of their start. */
  private List<Task<?>> children = new ArrayList<>();

  private boolean cancelled;
  private @Nullable String cancelReason;

  ChildScope(EventLoop loop) {
    super(loop);
  }

  /** A child has ended. */
  abstract void childEnded(Task<?> child);

  /** Starts a child; its coroutine's single use is taken already. */
  final <T extends @Nullable Object> Task<T> spawnClaimed(Scope scope, Coroutine<T> coroutine) {
    Task<T> task = own.spawnClaimed(scope, coroutine);
    children.add(task);
    pending++;
    if (cancelled) {
      Cancellation.request(task, cancelReason);
    }
    return task;
  }

  @Override
  final void ended(Task<?> child) {
    childEnded(child);
    gone();
  }

  /** A child has ended that is not to be told of. */
  final void gone() {
    pending--;
    if (pending == 0) {
      children.clear();
      wakeIfOver();
    } else if (children.size() > 16 && children.size() > 2 * pending) {
      forgetEnded();
    }
  }

  private void forgetEnded() {
    List<Task<?>> left = new ArrayList<>(pending);
    for (Task<?> child : children) {
      if (!child.hasEnded()) {
        left.add(child);
      }
    }
    children = left;
  }

  /**
   * Asks all children to end, and those that are started from now on. Only the first time: cleanup
   * is not interrupted by a further one.
   */
  @Override
  final void cancelChildren(@Nullable String reason) {
    if (cancelled) {
      return;
    }
    cancelled = true;
    cancelReason = reason;
    for (Task<?> child : List.copyOf(children)) {
      if (!child.hasEnded()) {
        Cancellation.request(child, reason);
      }
    }
  }
}
