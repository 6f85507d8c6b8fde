package dev.fermata.runtime;

import dev.fermata.internal.RuntimeAccess;
import dev.fermata.internal.SharedSecrets;
import org.jspecify.annotations.Nullable;

/**
 * What direct entries that return a primitive, and their callers, use. Such an entry returns the
 * value itself; a rare value of the primitive says that something else may be told on the side, on
 * the thread's carrier: the continuation frame of a suspended activation; or an object that is no
 * box of the primitive, as null; or nothing, where the rare value is the result.
 *
 * <p>Booleans, bytes, shorts and chars are returned as ints; none of them is the rare one.
 */
public final class TypedResults {
  /** The int that says that something may be told on the side. */
  public static final int INT = 0x9E3779B9;

  /** As {@link #INT}. */
  public static final long LONG = 0x9E3779B97F4A7C15L;

  /** As {@link #INT}; a finite number, so that it equals itself. */
  public static final float FLOAT = Float.intBitsToFloat(INT);

  /** As {@link #FLOAT}. */
  public static final double DOUBLE = Double.longBitsToDouble(LONG);

  private static final RuntimeAccess RUNTIME = SharedSecrets.runtime();

  // The rare values where they are results, made once: most often they are none.
  private static final Object BOXED_INT = INT;
  private static final Object BOXED_LONG = LONG;
  private static final Object BOXED_FLOAT = FLOAT;
  private static final Object BOXED_DOUBLE = DOUBLE;

  private TypedResults() {}

  /**
   * Suspends an activation whose entry returns a primitive, as {@link Continuations#suspend} does,
   * and tells its callers on the side.
   *
   * @param callee what the call at the suspension point returned, a {@link ContinuationFrame}
   * @param frame the suspending activation's frame; the state of a new one is 0 still
   * @param state the suspension point, which becomes the frame's state
   */
  public static void suspend(Object callee, ContinuationFrame frame, int state) {
    RUNTIME.linkAndTell(callee, frame, state);
  }

  // HotSpot inlines a method of six bytes everywhere, and another one only where it has counted the
  // calls: it has not in a method that was compiled before it has suspended for the first time.

  // ---- for callers that return a primitive: a frame stays told ---------------------------------

  /**
   * What was told in place of the value, or its box: for callers whose entry returns a primitive.
   */
  public static @Nullable Object told(int value) {
    return askInt();
  }

  /** As {@link #told(int)}. */
  public static @Nullable Object told(long value) {
    return askLong();
  }

  /** As {@link #told(int)}. */
  public static @Nullable Object told(float value) {
    return askFloat();
  }

  /** As {@link #told(int)}. */
  public static @Nullable Object told(double value) {
    return askDouble();
  }

  // ---- for callers that return an object: all is taken ------------------------------------------

  /** What was told in place of the value, or its box: for callers whose entry returns an object. */
  public static @Nullable Object takeTold(int value) {
    return takeInt();
  }

  /** As {@link #takeTold(int)}. */
  public static @Nullable Object takeTold(long value) {
    return takeLong();
  }

  /** As {@link #takeTold(int)}. */
  public static @Nullable Object takeTold(float value) {
    return takeFloat();
  }

  /** As {@link #takeTold(int)}. */
  public static @Nullable Object takeTold(double value) {
    return takeDouble();
  }

  private static @Nullable Object askInt() {
    return toldOr(BOXED_INT, RUNTIME.askTold());
  }

  private static @Nullable Object takeInt() {
    return toldOr(BOXED_INT, RUNTIME.takeTold(null));
  }

  private static @Nullable Object askLong() {
    return toldOr(BOXED_LONG, RUNTIME.askTold());
  }

  private static @Nullable Object takeLong() {
    return toldOr(BOXED_LONG, RUNTIME.takeTold(null));
  }

  private static @Nullable Object askFloat() {
    return toldOr(BOXED_FLOAT, RUNTIME.askTold());
  }

  private static @Nullable Object takeFloat() {
    return toldOr(BOXED_FLOAT, RUNTIME.takeTold(null));
  }

  private static @Nullable Object askDouble() {
    return toldOr(BOXED_DOUBLE, RUNTIME.askTold());
  }

  private static @Nullable Object takeDouble() {
    return toldOr(BOXED_DOUBLE, RUNTIME.takeTold(null));
  }

  /** Gives the rare value itself only if nothing was told. */
  private static @Nullable Object toldOr(Object box, @Nullable Object told) {
    return told == RuntimeAccess.NOTHING_TOLD ? box : told;
  }

  // ---- between entries and objects -----------------------------------------------------------

  /**
   * What is told to the caller of an entry that has gone on from a frame. An innermost frame that
   * is held again marks itself, so that a task which suspends again and again at one await tells
   * nothing.
   */
  private static @Nullable Object toldTo(ContinuationFrame resumed, Object box) {
    return resumed.state < 0 ? resumed : toldOr(box, RUNTIME.takeTold(resumed));
  }

  /** The result of an entry as an object, which may be a frame. */
  public static @Nullable Object boxInteger(int value) {
    return value != INT ? (Object) value : takeTold(value);
  }

  /** As {@link #boxInteger(int)}, of an entry that has gone on from a frame. */
  public static @Nullable Object boxInteger(int value, ContinuationFrame resumed) {
    return value != INT ? (Object) value : toldTo(resumed, BOXED_INT);
  }

  /** The result of an entry whose value is an object, which may be a frame. */
  public static int unboxInteger(@Nullable Object result) {
    if (result instanceof Integer value) {
      return value;
    }
    RUNTIME.tell(result);
    return INT;
  }

  /** As {@link #boxInteger(int)}. */
  public static @Nullable Object boxLong(long value) {
    return value != LONG ? (Object) value : takeTold(value);
  }

  /** As {@link #boxInteger(int, ContinuationFrame)}. */
  public static @Nullable Object boxLong(long value, ContinuationFrame resumed) {
    return value != LONG ? (Object) value : toldTo(resumed, BOXED_LONG);
  }

  /** As {@link #unboxInteger}. */
  public static long unboxLong(@Nullable Object result) {
    if (result instanceof Long value) {
      return value;
    }
    RUNTIME.tell(result);
    return LONG;
  }

  /** As {@link #boxInteger(int)}. */
  public static @Nullable Object boxDouble(double value) {
    return value != DOUBLE ? (Object) value : takeTold(value);
  }

  /** As {@link #boxInteger(int, ContinuationFrame)}. */
  public static @Nullable Object boxDouble(double value, ContinuationFrame resumed) {
    return value != DOUBLE ? (Object) value : toldTo(resumed, BOXED_DOUBLE);
  }

  /** As {@link #unboxInteger}. */
  public static double unboxDouble(@Nullable Object result) {
    if (result instanceof Double value) {
      return value;
    }
    RUNTIME.tell(result);
    return DOUBLE;
  }

  /** As {@link #boxInteger(int)}. */
  public static @Nullable Object boxFloat(float value) {
    return value != FLOAT ? (Object) value : takeTold(value);
  }

  /** As {@link #boxInteger(int, ContinuationFrame)}. */
  public static @Nullable Object boxFloat(float value, ContinuationFrame resumed) {
    return value != FLOAT ? (Object) value : toldTo(resumed, BOXED_FLOAT);
  }

  /** As {@link #unboxInteger}. */
  public static float unboxFloat(@Nullable Object result) {
    if (result instanceof Float value) {
      return value;
    }
    RUNTIME.tell(result);
    return FLOAT;
  }

  /** As {@link #boxInteger(int)}. */
  public static @Nullable Object boxShort(int value) {
    return value != INT ? (Object) ((short) value) : takeTold(value);
  }

  /** As {@link #boxInteger(int, ContinuationFrame)}. */
  public static @Nullable Object boxShort(int value, ContinuationFrame resumed) {
    return value != INT ? (Object) (short) value : toldTo(resumed, BOXED_INT);
  }

  /** As {@link #unboxInteger}. */
  public static int unboxShort(@Nullable Object result) {
    if (result instanceof Short value) {
      return value;
    }
    RUNTIME.tell(result);
    return INT;
  }

  /** As {@link #boxInteger(int)}. */
  public static @Nullable Object boxByte(int value) {
    return value != INT ? (Object) ((byte) value) : takeTold(value);
  }

  /** As {@link #boxInteger(int, ContinuationFrame)}. */
  public static @Nullable Object boxByte(int value, ContinuationFrame resumed) {
    return value != INT ? (Object) (byte) value : toldTo(resumed, BOXED_INT);
  }

  /** As {@link #unboxInteger}. */
  public static int unboxByte(@Nullable Object result) {
    if (result instanceof Byte value) {
      return value;
    }
    RUNTIME.tell(result);
    return INT;
  }

  /** As {@link #boxInteger(int)}. */
  public static @Nullable Object boxCharacter(int value) {
    return value != INT ? (Object) ((char) value) : takeTold(value);
  }

  /** As {@link #boxInteger(int, ContinuationFrame)}. */
  public static @Nullable Object boxCharacter(int value, ContinuationFrame resumed) {
    return value != INT ? (Object) (char) value : toldTo(resumed, BOXED_INT);
  }

  /** As {@link #unboxInteger}. */
  public static int unboxCharacter(@Nullable Object result) {
    if (result instanceof Character value) {
      return value;
    }
    RUNTIME.tell(result);
    return INT;
  }

  /** As {@link #boxInteger(int)}. */
  public static @Nullable Object boxBoolean(int value) {
    return value != INT ? (Object) (value != 0) : takeTold(value);
  }

  /** As {@link #boxInteger(int, ContinuationFrame)}. */
  public static @Nullable Object boxBoolean(int value, ContinuationFrame resumed) {
    return value != INT ? (Object) (value != 0) : toldTo(resumed, BOXED_INT);
  }

  /** As {@link #unboxInteger}. */
  public static int unboxBoolean(@Nullable Object result) {
    if (result instanceof Boolean value) {
      return value ? 1 : 0;
    }
    RUNTIME.tell(result);
    return INT;
  }
}
