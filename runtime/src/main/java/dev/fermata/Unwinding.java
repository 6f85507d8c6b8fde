package dev.fermata;

import dev.fermata.internal.RuntimeAccess;
import dev.fermata.runtime.ContinuationFrame;
import org.jspecify.annotations.Nullable;

/**
 * What a suspending chain leaves on its thread while it unwinds: which frame is innermost, and what
 * an entry that returns a primitive tells its caller on the side; see {@link
 * dev.fermata.runtime.TypedResults}.
 *
 * <p>To write a reference into an old object is dear where a garbage collector has a barrier for it
 * (under G1 more than all else that a level does), and this object is old. So of many typed entries
 * that suspend one after the other, only the first two write into it: the innermost frame, and
 * {@link ToldFrames}, which the others go on with. A frame that was resumed is not written at all:
 * the driver, which has resumed it, knows it.
 */
@SuppressWarnings("ReferenceEquality") // the sentinel is compared by identity
class Unwinding {
  private static final byte NONE = 0;

  /** That the caller has to suspend: {@link #leaf} is the frame, or stands for several. */
  private static final byte FRAMES = 1;

  /** The frame that was resumed. */
  private static final byte RESUMED = 2;

  /** {@link #result}: the outermost frame of a chain, or what is no primitive. */
  private static final byte RESULT = 3;

  private byte told = NONE;
  private @Nullable Object result;

  /** The innermost frame, unless that marks itself; or {@link ToldFrames}, which know it. */
  private @Nullable ContinuationFrame leaf;

  // ---- the innermost frame ---------------------------------------------------------------------

  /** A chain begins to unwind, and has no frame yet. */
  final void begin() {
    if (leaf != null) {
      leaf = null;
    }
  }

  /** The innermost frame delegates to what is awaited, and is gone: its caller takes its place. */
  final void replaceLeaf(ContinuationFrame frame) {
    leaf = frame;
  }

  /** A chain has unwound up to a frame, and goes on unwinding: notes which frame is innermost. */
  final void keepLeaf(ContinuationFrame outermost) {
    if (outermost.state < 0) {
      outermost.state = ~outermost.state;
      leaf = outermost;
    }
  }

  /**
   * The innermost frame of the chain that has just unwound; null if it has no frame.
   *
   * @param outermost what the chain has returned
   */
  final @Nullable ContinuationFrame takeLeaf(ContinuationFrame outermost) {
    if (outermost.state < 0) {
      outermost.state = ~outermost.state;
      return outermost;
    }
    ContinuationFrame taken = leaf;
    leaf = null;
    return taken instanceof ToldFrames frames ? frames.leaf() : taken;
  }

  // ---- what is told on the side ----------------------------------------------------------------

  /**
   * Does without a look at the thread what can be done so, which is what most often happens: links
   * a new frame to those that its callee has told of, which stay told; or marks the innermost
   * frame, where that was resumed.
   *
   * @return false if it is another case
   */
  static boolean linkToTold(Object callee, ContinuationFrame frame, int state) {
    if (callee == Sentinel.INSTANCE && frame.state != 0) {
      frame.state = ~state;
      return true;
    }
    if (callee instanceof ToldFrames frames && frame.state == 0) {
      frame.state = state;
      frames.link(frame);
      return true;
    }
    return false;
  }

  /**
   * Links a frame to what its callee has returned or told of, and tells of it.
   *
   * @param frame its state is 0 if it is new
   * @param state the suspension point, which becomes the frame's state
   */
  final void suspendTyped(Object callee, ContinuationFrame frame, int state) {
    boolean resumed = frame.state != 0;
    frame.state = state;
    if (callee == Sentinel.INSTANCE) {
      leaf = frame;
    } else if (callee instanceof ToldFrames frames) {
      frames.link(frame);
    } else {
      ContinuationFrame inner = (ContinuationFrame) callee;
      keepLeaf(inner);
      inner.caller = frame;
      if (!resumed) {
        goOnAt(frame);
      }
    }
    told = resumed ? RESUMED : FRAMES;
  }

  private void goOnAt(ContinuationFrame frame) {
    if (leaf instanceof ToldFrames frames) {
      frames.goOnAt(frame);
    } else {
      leaf = new ToldFrames(leaf, frame);
    }
  }

  /** Tells of an object, or of the outermost frame of a chain. */
  final void tell(@Nullable Object other) {
    told = RESULT;
    result = other;
  }

  /** Nothing is told: for what was, where an exception has kept the callers from asking. */
  final void forgetTold() {
    told = NONE;
    result = null;
  }

  /**
   * What is told to a caller that tells on: a frame, or what stands for several, which stay told;
   * or a result, which is told once, since that caller goes on with it or is held and tells of
   * itself.
   */
  final @Nullable Object askTold() {
    return told == FRAMES ? leaf : takeResult();
  }

  /**
   * What is told to a caller that does not tell on.
   *
   * @param resumed the frame that the caller has resumed, if it has
   */
  final @Nullable Object takeTold(@Nullable ContinuationFrame resumed) {
    if (told == RESUMED && resumed != null) {
      told = NONE;
      return resumed;
    }
    if (told == FRAMES) {
      told = NONE;
      return leaf instanceof ToldFrames frames ? frames.outermost() : leaf;
    }
    return takeResult();
  }

  private @Nullable Object takeResult() {
    if (told != RESULT) {
      return RuntimeAccess.NOTHING_TOLD;
    }
    Object taken = result;
    forgetTold();
    return taken;
  }
}
