package dev.fermata;

import dev.fermata.runtime.ContinuationFrame;
import org.jspecify.annotations.Nullable;

/**
 * Stands for the frames of a chain that unwinds through entries that return primitives, one after
 * the other: what the caller of such an entry is told in place of the frame.
 *
 * <p>It is as young as the frames: to note each of them here costs no more than to link them.
 */
final class ToldFrames extends ContinuationFrame {
  private ContinuationFrame outermost;

  /**
   * Begins with one frame.
   *
   * @param leaf the innermost frame of the whole chain; null if that has none
   */
  ToldFrames(@Nullable ContinuationFrame leaf, ContinuationFrame outermost) {
    this.caller = leaf; // else it had no use, and each field more makes this larger
    this.outermost = outermost;
  }

  @Nullable ContinuationFrame leaf() {
    return caller;
  }

  ContinuationFrame outermost() {
    return outermost;
  }

  /** A frame awaits the outermost one. */
  void link(ContinuationFrame frame) {
    outermost.caller = frame;
    outermost = frame;
  }

  /** The chain has unwound further, up to a frame that is linked already. */
  void goOnAt(ContinuationFrame frame) {
    outermost = frame;
  }

  @Override
  public @Nullable Object resume(@Nullable Object in) {
    throw new AssertionError("it is never part of a chain");
  }
}
