package dev.fermata.runtime;

import dev.fermata.internal.SharedSecrets;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * What a plain generator method returns: its captured arguments. Subclasses are generated.
 *
 * @param <T> the type of the elements
 */
public abstract class Generator<T extends @Nullable Object> implements Iterable<T> {
  /** For generated code. */
  protected Generator() {}

  /** Runs the body up to its end or its first emit. Generated. */
  protected abstract @Nullable Object begin(int headroom) throws Throwable;

  /** The method, as {@code Class.method}. Generated. */
  protected abstract String name();

  @Override
  public final Iterator<T> iterator() {
    return SharedSecrets.runtime().iterator(name(), this::begin);
  }

  @Override
  public final String toString() {
    return "<generator " + name() + ">";
  }
}
