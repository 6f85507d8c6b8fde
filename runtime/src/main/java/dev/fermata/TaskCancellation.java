package dev.fermata;

import java.util.concurrent.CancellationException;

/**
 * The outcome of a cancelled task as others see it. Many tasks may be cancelled at once, so that it
 * has no stack trace until an awaiting task adds the place of its await.
 */
final class TaskCancellation extends CancellationException {
  private static final long serialVersionUID = 1L;

  /** Has the reason, and what failed while the body cleaned up. */
  TaskCancellation(TaskCancelled cancelled) {
    super(cancelled.getMessage());
    for (Throwable suppressed : cancelled.getSuppressed()) {
      addSuppressed(suppressed);
    }
  }

  @Override
  @SuppressWarnings("UnsynchronizedOverridesSynchronized") // it touches nothing
  public Throwable fillInStackTrace() {
    return this;
  }
}
