package dev.fermata.runtime;

import org.jspecify.annotations.Nullable;

/**
 * The frame of a generator's activation, which is also held where it emits. It carries the element
 * to whoever takes it: so an element costs one store of a reference, into an object that is as
 * young as the generator.
 */
public abstract class GeneratorFrame extends ContinuationFrame {
  /** The element at whose emit the activation is held, until it is taken. */
  public @Nullable Object element;

  /** For generated code. */
  protected GeneratorFrame() {}
}
