package dev.fermata;

/**
 * Thrown by an await in a task that is itself being cancelled.
 *
 * <p>It is an {@link Error}, so that {@code catch (Exception e)} does not swallow it. Let it pass,
 * after cleaning up in {@code finally}. Awaiting something else that was cancelled throws an
 * ordinary {@link java.util.concurrent.CancellationException} instead. It has no stack trace.
 */
public final class TaskCancelled extends Error {
  private static final long serialVersionUID = 1L;

  TaskCancelled() {
    super("the task was cancelled", null, false, false);
  }
}
