package dev.fermata;

import org.jspecify.annotations.Nullable;

/**
 * An async lambda: its body may await.
 *
 * @param <T> the type of the result
 */
@FunctionalInterface
public interface AsyncCallable<T extends @Nullable Object> {
  /**
   * The body, as its author writes it.
   *
   * @return the result
   * @throws Exception what the body throws
   */
  T call() throws Exception;
}
