package dev.fermata.compiler.explain;

import dev.fermata.compiler.spill.FrameField;
import java.util.List;

/**
 * The size of a continuation frame as HotSpot lays out objects with compressed references: a header
 * of 12 bytes, then {@code state} and {@code caller}, then the fields. The gap of 4 bytes in front
 * of a wide field is filled with a narrow one, if there is one.
 */
final class FrameSize {
  private static final int HEADER = 12;
  private static final int CALLER_AND_STATE = 8;
  private static final int ALIGNMENT = 8;

  private FrameSize() {}

  /** The bytes of an object with these fields. */
  static int of(List<FrameField> fields) {
    int size = HEADER + CALLER_AND_STATE;
    for (FrameField field : fields) {
      size += isWide(field) ? 8 : 4;
    }
    return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  private static boolean isWide(FrameField field) {
    return field.descriptor().equals("J") || field.descriptor().equals("D");
  }
}
