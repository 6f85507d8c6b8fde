package dev.fermata;

import java.util.AbstractList;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/** The unmodifiable list of what {@code gather} gives; it takes the array over. */
final class Gathered<T extends @Nullable Object> extends AbstractList<T> implements RandomAccess {
  private final @Nullable Object[] elements;

  Gathered(@Nullable Object[] elements) {
    this.elements = elements;
  }

  @Override
  @SuppressWarnings("unchecked") // the caller has filled the array with them
  public T get(int index) {
    return (T) elements[index];
  }

  @Override
  public int size() {
    return elements.length;
  }
}
