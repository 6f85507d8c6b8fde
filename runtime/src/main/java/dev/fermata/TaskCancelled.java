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

  private static final String NO_REASON = "the task was cancelled";

  private final @Nullable String reason;
  private transient @Nullable Throwable replacement;

  TaskCancelled(@Nullable String reason) {
    super(reason == null ? NO_REASON : reason, null, true, false);
    this.reason = reason;
  }

  /** The reason that was given to the cancel, or null. */
  public @Nullable String reason() {
    return reason;
  }

  /**
   * Whoever has cancelled a block for an exception throws that at the block's end, in place of this
   * one, which a try-with-resources statement would rethrow.
   */
  void replaceWith(Throwable exception) {
    replacement = exception;
  }

  @SuppressWarnings("ReferenceEquality")
  boolean isReplacedBy(Throwable exception) {
    return replacement == exception;
  }
}
