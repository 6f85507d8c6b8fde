package dev.fermata;

import org.jspecify.annotations.Nullable;

/**
 * A resource whose close awaits. In an {@code @Async} method the closing brace of {@code try (var r
 * = …)} awaits {@link #closeAsync(Throwable)}, and so does an explicit {@code r.close()}; this is
 * Python's {@code async with}.
 */
public interface AsyncCloseable extends AutoCloseable {
  /** Closes the resource. Calling it again has no effect. */
  Coroutine<@Nullable Void> closeAsync();

  /**
   * As {@link #closeAsync()}, told how the block is left; Python's {@code __aexit__}. What it fails
   * with itself is suppressed by {@code failure}, as in every try-with-resources.
   *
   * @param failure the exception that the block is left with, or null at its normal end; it was
   *     thrown while the resource was open, and is thrown on when the resource is closed
   */
  default Coroutine<@Nullable Void> closeAsync(@Nullable Throwable failure) {
    return closeAsync();
  }

  /**
   * In an {@code @Async} method: awaits {@link #closeAsync(Throwable)}.
   *
   * @throws IllegalStateException in any other method, where nothing can be awaited
   */
  @Override
  default void close() {
    throw Unwoven.call("close() of an AsyncCloseable", "await or run closeAsync()");
  }
}
