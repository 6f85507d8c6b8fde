package dev.fermata;

import org.jspecify.annotations.Nullable;

/**
 * Thrown by an await in a task that is itself being cancelled.
 *
 * <p>It is an {@link Error}, so that {@code catch (Exception e)} does not swallow it. Let it pass,
 * after cleaning up in {@code finally}. Awaiting something else that was cancelled throws an
 * ordinary {@link java.util.concurrent.CancellationException} instead. It has no stack trace. Its
 * message is the reason that was given to {@link Task#cancel(String)}.
 */
public final class TaskCancelled extends Error {
  private static final long serialVersionUID = 1L;

  static final String NO_REASON = "the task was cancelled";

  TaskCancelled(@Nullable String reason) {
    super(reason == null ? NO_REASON : reason, null, false, false);
  }
}
