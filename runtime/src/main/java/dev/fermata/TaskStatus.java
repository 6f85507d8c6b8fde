package dev.fermata;

import org.jspecify.annotations.Nullable;

/**
 * How a child that was started by {@link TaskGroup#start} says that it is ready.
 *
 * @param <V> what it tells, such as the port that it listens at
 */
@FunctionalInterface
public interface TaskStatus<V extends @Nullable Object> {
  /**
   * The child is ready: {@code start} returns the value.
   *
   * @throws IllegalStateException the second time
   */
  void started(V value);
}
