package dev.fermata.runtime;

import dev.fermata.AsyncIterable;
import dev.fermata.AsyncIterator;
import dev.fermata.internal.SharedSecrets;
import org.jspecify.annotations.Nullable;

/**
 * What an async generator method returns: its captured arguments. Subclasses are generated.
 *
 * @param <T> the type of the elements
 */
public abstract class AsyncGenerator<T extends @Nullable Object> implements AsyncIterable<T> {
  /** For generated code. */
  protected AsyncGenerator() {}

  /** Runs the body up to its end, its first emit or its first real suspension. Generated. */
  protected abstract @Nullable Object begin(int headroom) throws Throwable;

  /** The method, as {@code Class.method}. Generated. */
  protected abstract String name();

  @Override
  public final AsyncIterator<T> iterator() {
    return SharedSecrets.runtime().asyncIterator(name(), this::begin);
  }

  @Override
  public final String toString() {
    return "<async generator " + name() + ">";
  }
}
