package dev.fermata.compiler.spill;

/**
 * A field of a continuation frame.
 *
 * @param name its name, unique in the frame
 * @param descriptor its type
 */
public record FrameField(String name, String descriptor) {
  /** Whether it holds a reference, which must not outlive its variable. */
  public boolean isReference() {
    return descriptor.startsWith("L") || descriptor.startsWith("[");
  }
}
