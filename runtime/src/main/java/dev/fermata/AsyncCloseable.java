package dev.fermata;

import org.jspecify.annotations.Nullable;

/**
 * A resource whose close awaits. In an {@code @Async} method the closing brace of {@code try (var r
 * = …)} awaits {@link #closeAsync}, and so does an explicit {@code r.close()}; this is Python's
 * {@code async with}.
 */
public interface AsyncCloseable extends AutoCloseable {
  /** Closes the resource. Calling it again has no effect. */
  Coroutine<@Nullable Void> closeAsync();

  /**
   * As {@link #closeAsync()}, told how the block is left; Python's {@code __aexit__}.
   *
   * @param failure the exception that the block is left with, or null at its normal end
   */
  default Coroutine<@Nullable Void> closeAsync(@Nullable Throwable failure) {
    return closeAsync();
  }

  /**
   * In an {@code @Async} method: awaits {@link #closeAsync}.
   *
   * @throws IllegalStateException in any other method, where nothing can be awaited
   */
  @Override
  default void close() {
    throw Unwoven.call("close() of an AsyncCloseable", "await or run closeAsync()");
  }
}
