package dev.fermata;

import dev.fermata.internal.RuntimeAccess;
import dev.fermata.runtime.ContinuationFrame;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an entry that returns a primitive tells its caller on the side, of one thread; see {@link
 * dev.fermata.runtime.TypedResults}.
 *
 * <p>While such entries suspend, one after the other, only the frame of the first is noted here: to
 * write a young frame into an old object costs as much as the rest of a level does, for G1's
 * barrier. The others are found from it. The frames of this part of the chain are in a ring until
 * an object's caller takes them out, where {@code →} is {@link ContinuationFrame#caller}:
 *
 * <pre>
 * first                                    one frame, whose caller is null
 * first → top → second → ... → top         several; top is the frame made last, and may be second
 * first → second → ... → top → null        taken: as every chain
 * </pre>
 *
 * <p>So a frame that was resumed, whose caller stays as it is, is never part of a ring; it closes
 * it, and is the last one that is told: the driver has resumed it, and knows it.
 */
@SuppressWarnings("ReferenceEquality") // frames are compared by identity
final class ToldResult {
  /** Stands for the frame that was told last. */
  static final ContinuationFrame A_FRAME = new LastTold();

  private static final byte NOTHING = 0;

  /** The ring begins with the carrier's leaf. */
  private static final byte RING_AT_LEAF = 1;

  /** The ring begins with {@link #kept}. */
  private static final byte RING = 2;

  /** The frame that was resumed. */
  private static final byte RESUMED = 3;

  /** {@link #kept} is the result: a frame of a chain that is no ring, or what is no primitive. */
  private static final byte OBJECT = 4;

  private byte told = NOTHING;
  private @Nullable Object kept;

  /** Nothing is told: for what was, where an exception has kept the callers from asking. */
  void forget() {
    told = NOTHING;
    kept = null;
  }

  /** The leaf is the first frame. */
  void begunAtLeaf(boolean resumed) {
    told = resumed ? RESUMED : RING_AT_LEAF;
  }

  /** Tells of an object, or of the outermost frame of a chain. */
  void tell(@Nullable Object result) {
    told = OBJECT;
    kept = result;
  }

  /** Begins a ring behind a frame of a chain that is none, and tells of it. */
  void beginRing(ContinuationFrame callee, ContinuationFrame frame, boolean resumed) {
    callee.caller = frame;
    kept = resumed ? null : frame;
    told = resumed ? RESUMED : RING;
  }

  /** Links a frame behind the one that was told last, and tells of it. */
  void goOnWithRing(ContinuationFrame frame, boolean resumed, @Nullable ContinuationFrame leaf) {
    ContinuationFrame first = Objects.requireNonNull(first(leaf), "no frame is told");
    ContinuationFrame top = first.caller;
    if (resumed) {
      if (top == null) {
        first.caller = frame;
      } else {
        first.caller = top.caller;
        top.caller = frame;
      }
      kept = null;
      told = RESUMED;
    } else if (top == null) {
      frame.caller = frame;
      first.caller = frame;
    } else {
      frame.caller = top.caller;
      top.caller = frame;
      first.caller = frame;
    }
  }

  private @Nullable ContinuationFrame first(@Nullable ContinuationFrame leaf) {
    return told == RING_AT_LEAF ? leaf : told == RING ? (ContinuationFrame) kept : null;
  }

  /** What is told to a caller that tells on: a frame stays told, and {@link #A_FRAME} is given. */
  @Nullable Object ask() {
    return told == RING_AT_LEAF || told == RING ? A_FRAME : takeObject(false);
  }

  /**
   * What is told to a caller that does not tell on.
   *
   * @param resumed the frame that the caller has resumed, if it has
   */
  @Nullable Object take(@Nullable ContinuationFrame leaf, @Nullable ContinuationFrame resumed) {
    if (told == RESUMED && resumed != null) {
      told = NOTHING;
      return resumed;
    }
    ContinuationFrame first = first(leaf);
    if (first == null) {
      return takeObject(true);
    }
    told = NOTHING;
    kept = null;
    ContinuationFrame top = first.caller;
    if (top == null) {
      return first;
    }
    first.caller = top.caller;
    top.caller = null;
    return top;
  }

  private @Nullable Object takeObject(boolean frames) {
    if (told != OBJECT) {
      return RuntimeAccess.NOTHING_TOLD;
    }
    Object result = kept;
    if (frames || !(result instanceof ContinuationFrame)) {
      told = NOTHING;
      kept = null;
    }
    return result;
  }

  private static final class LastTold extends ContinuationFrame {
    @Override
    public @Nullable Object resume(@Nullable Object in) {
      throw new AssertionError("it is never part of a chain");
    }
  }
}
