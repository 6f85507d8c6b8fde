package dev.fermata.compiler.explain;

import java.util.List;

/**
 * The class of a method's continuation frames.
 *
 * @param className the name of the class
 * @param fields the fields for spilled values, in order; beside them each frame has a caller and a
 *     state
 * @param bytes the size of a frame on HotSpot with compressed references
 */
public record FrameExplanation(String className, List<Field> fields, int bytes) {
  /** Makes the list unmodifiable. */
  public FrameExplanation {
    fields = List.copyOf(fields);
  }

  /**
   * A field for spilled values.
   *
   * @param name its name
   * @param type its type, as Java names it
   */
  public record Field(String name, String type) {}
}
