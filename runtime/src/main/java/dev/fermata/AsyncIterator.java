package dev.fermata;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Elements that are awaited, one after the other. It belongs to one task at a time. Closing it ends
 * the generator that makes the elements; its {@code finally} blocks run then.
 *
 * @param <T> the type of the elements
 */
public interface AsyncIterator<T extends @Nullable Object> extends Iterator<T>, AsyncCloseable {
  /** Whether there is a further element; it is made if need be. */
  Coroutine<Boolean> hasNextAsync();

  /** The next element; fails with {@link java.util.NoSuchElementException} if there is none. */
  Coroutine<T> nextAsync();

  /**
   * In an {@code @Async} method's {@code for} loop: awaits {@link #hasNextAsync}.
   *
   * @throws IllegalStateException in any other place
   */
  @Override
  default boolean hasNext() {
    throw Unwoven.call("a loop over an AsyncIterable", "await hasNextAsync()");
  }

  /**
   * In an {@code @Async} method's {@code for} loop: awaits {@link #nextAsync}.
   *
   * @throws IllegalStateException in any other place
   */
  @Override
  default T next() {
    throw Unwoven.call("a loop over an AsyncIterable", "await nextAsync()");
  }
}
