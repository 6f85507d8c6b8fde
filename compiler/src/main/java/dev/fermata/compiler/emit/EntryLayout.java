package dev.fermata.compiler.emit;

import dev.fermata.compiler.RuntimeContract;
import dev.fermata.compiler.flow.VerificationType;

/**
 * The local variables that a direct entry has beside the body's own: three parameters behind the
 * method's, and, where an await stands in a loop or a monitor, the state that their gates test.
 *
 * @param frame the slot of the continuation frame, null for a fresh call
 * @param hasState whether there is a state
 */
public record EntryLayout(int frame, boolean hasState) {
  private static final VerificationType FRAME_TYPE =
      VerificationType.object(RuntimeContract.CONTINUATION_FRAME);

  /** The slot of the outcome of what was awaited. */
  int in() {
    return frame + 1;
  }

  /** The slot of the headroom: how many calls may still nest. */
  int headroom() {
    return frame + 2;
  }

  /**
   * The slot of the state, which is 0 except on the way from the dispatch to a suspension point.
   */
  int state() {
    if (!hasState) {
      throw new IllegalStateException("no state");
    }
    return frame + 3;
  }

  /** How many slots are inserted. */
  int size() {
    return hasState ? 4 : 3;
  }

  /** The slot that a variable of the body has in the user's method. */
  public int slotInMethod(int slot) {
    return slot < frame ? slot : slot - size();
  }

  /** The type in one of the inserted slots. */
  VerificationType typeOf(int slot) {
    return slot == frame
        ? FRAME_TYPE
        : slot == in() ? VerificationType.OBJECT : VerificationType.INT;
  }

  /** Whether a slot is one of the inserted ones. */
  boolean contains(int slot) {
    return slot >= frame && slot < frame + size();
  }
}
