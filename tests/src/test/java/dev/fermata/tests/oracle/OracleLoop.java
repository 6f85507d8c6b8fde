package dev.fermata.tests.oracle;

import dev.fermata.AsyncIterator;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * What a loop owns: an iterator that it closes, if it is a generator's or any other async one.
 *
 * @param <T> the type of the elements
 */
public final class OracleLoop<T extends @Nullable Object> implements AutoCloseable {
  private final Iterator<T> iterator;

  OracleLoop(Iterator<T> iterator) {
    this.iterator = iterator;
  }

  /** A loop over an iterable. */
  public static <T extends @Nullable Object> OracleLoop<T> over(Iterable<T> iterable) {
    return new OracleLoop<>(iterable.iterator());
  }

  /** Whether there is a further element. */
  public boolean hasNext() {
    return iterator.hasNext();
  }

  /** The next element. */
  public T next() {
    return iterator.next();
  }

  @Override
  public void close() {
    if (iterator instanceof AsyncIterator<?> closeable) {
      closeable.close();
    }
  }
}
