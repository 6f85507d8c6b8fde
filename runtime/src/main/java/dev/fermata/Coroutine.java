package dev.fermata;

import org.jspecify.annotations.Nullable;

/**
 * The cold result of an async method: its captured arguments, and a body that has not run yet.
 *
 * @param <T> the type of the result
 */
public abstract class Coroutine<T extends @Nullable Object> {
  /** For generated code. */
  protected Coroutine() {}

  /**
   * Runs the body up to its end or its first real suspension. Generated.
   *
   * @return the result, or the continuation frame at which the body is held
   * @throws Throwable what the body threw
   */
  protected abstract @Nullable Object begin() throws Throwable;

  /** The method that this coroutine is a call of, as {@code Class.method}. Generated. */
  protected String name() {
    return getClass().getName();
  }
}
