package targets;

import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import dev.fermata.tests.probe.Probe;
import java.util.ArrayList;
import java.util.List;

/**
 * Methods whose declared result is a box: their direct entries return the primitive, and tell all
 * else on the side.
 */
public class TypedTarget {
  /** What entries that have something to tell return in place of a result. */
  private static final int RARE_INT = 0x9E3779B9;

  private static final long RARE_LONG = 0x9E3779B97F4A7C15L;
  private static final float RARE_FLOAT = Float.intBitsToFloat(RARE_INT);
  private static final double RARE_DOUBLE = Double.longBitsToDouble(RARE_LONG);

  @Async
  private static Coroutine<Integer> theInt(Probe p, int x) {
    return completed(await(p.later(x)) + 1);
  }

  @Async
  private static Coroutine<Long> theLong(Probe p, long x) {
    return completed(await(p.later(x)) + 1);
  }

  @Async
  private static Coroutine<Double> theDouble(Probe p, double x) {
    return completed(await(p.later(x)) + 1);
  }

  @Async
  private static Coroutine<Float> theFloat(Probe p, float x) {
    return completed(await(p.later(x)) + 1);
  }

  @Async
  private static Coroutine<Short> theShort(Probe p, short x) {
    return completed((short) (await(p.later(x)) + 1));
  }

  @Async
  private static Coroutine<Byte> theByte(Probe p, byte x) {
    return completed((byte) (await(p.later(x)) + 1));
  }

  @Async
  private static Coroutine<Character> theChar(Probe p, char x) {
    return completed((char) (await(p.later(x)) + 1));
  }

  @Async
  private static Coroutine<Boolean> theBoolean(Probe p, boolean x) {
    return completed(!await(p.later(x)));
  }

  // case 150
  @Async
  public static Coroutine<Object> all_boxes(Probe p) {
    int i = await(theInt(p, 1));
    long l = await(theLong(p, 2L)) + await(theLong(p, Long.MAX_VALUE));
    double d = await(theDouble(p, 3.5)) + await(theDouble(p, Double.NaN));
    float f = 2 * await(theFloat(p, -0f));
    short s = await(theShort(p, Short.MAX_VALUE));
    byte b = await(theByte(p, (byte) -1));
    char c = await(theChar(p, 'c'));
    boolean z = await(theBoolean(p, false));
    return completed("" + i + l + d + f + s + b + c + z);
  }

  // case 150
  @Async
  public static Coroutine<Object> all_boxes_as_objects(Probe p) {
    List<Object> all = new ArrayList<>();
    all.add(await(theInt(p, 1)));
    all.add(await(theLong(p, 2L)));
    all.add(await(theDouble(p, Double.POSITIVE_INFINITY)));
    all.add(await(theFloat(p, Float.NaN)));
    all.add(await(theShort(p, (short) 5)));
    all.add(await(theByte(p, (byte) 6)));
    all.add(await(theChar(p, 'd')));
    all.add(await(theBoolean(p, true)));
    await(theInt(p, 9));
    await(theDouble(p, 9));
    Number n = await(theLong(p, 8L));
    return completed(all + " " + n + n.getClass().getSimpleName());
  }

  // ---- what is told on the side ----------------------------------------------------------------

  @Async
  private static Coroutine<Integer> same(Probe p, Integer x, boolean held) {
    if (held) {
      await(p.later("held"));
    }
    return completed(x);
  }

  @Async
  private static Coroutine<Integer> sameInt(Probe p, int x, boolean held) {
    if (held) {
      await(p.later("held"));
    }
    return completed(x);
  }

  @Async
  private static Coroutine<Integer> through(Probe p, int x, boolean held) {
    return completed(await(sameInt(p, x, held)));
  }

  @Async
  private static Coroutine<Long> sameLong(Probe p, long x, boolean held) {
    if (held) {
      await(p.later("held"));
    }
    return completed(x);
  }

  @Async
  private static Coroutine<Float> sameFloat(Probe p, float x, boolean held) {
    if (held) {
      await(p.later("held"));
    }
    return completed(x);
  }

  @Async
  private static Coroutine<Double> sameDouble(Probe p, double x, boolean held) {
    if (held) {
      await(p.later("held"));
    }
    return completed(x);
  }

  @Async
  private static Coroutine<Boolean> nothing(Probe p, boolean held) {
    if (held) {
      await(p.later("held"));
    }
    return completed(null);
  }

  // case 151
  @Async
  public static Coroutine<Object> rare_values_are_values(Probe p) {
    String all = "";
    for (boolean held : new boolean[] {false, true, false}) {
      all += await(sameInt(p, RARE_INT, held)) + " ";
      all += await(same(p, RARE_INT, held)) + " ";
      all += await(through(p, RARE_INT, held)) + " ";
      int i = await(through(p, RARE_INT, held));
      long l = await(sameLong(p, RARE_LONG, held));
      float f = await(sameFloat(p, RARE_FLOAT, held));
      double d = await(sameDouble(p, RARE_DOUBLE, held));
      all += i + " " + l + " " + Float.floatToRawIntBits(f) + " " + Double.doubleToRawLongBits(d);
    }
    return completed(all);
  }

  // case 151
  @Async
  public static Coroutine<Object> nulls(Probe p) {
    List<Object> all = new ArrayList<>();
    all.add(await(same(p, null, false)));
    all.add(await(same(p, null, true)));
    all.add(await(nothing(p, false)));
    all.add(await(nothing(p, true)));
    all.add(await(nullThrough(p, false)));
    all.add(await(nullThrough(p, true)));
    return completed(all);
  }

  @Async
  private static Coroutine<Integer> nullThrough(Probe p, boolean held) {
    return completed(await(same(p, null, held)));
  }

  // case 151
  @Async
  public static Coroutine<Object> null_is_unboxed(Probe p) {
    int sum = 10;
    try {
      sum += await(same(p, null, false));
    } catch (NullPointerException e) {
      p.log("null");
    }
    try {
      sum += await(same(p, null, true));
    } catch (NullPointerException e) {
      p.log("null again");
    }
    try {
      if (await(nothing(p, true))) {
        sum++;
      }
    } finally {
      p.log(sum);
    }
    return completed(sum);
  }

  @Async
  @SuppressWarnings("unchecked")
  private static Coroutine<Integer> polluted(Probe p, boolean held) {
    if (held) {
      await(p.later("held"));
    }
    return (Coroutine<Integer>) (Coroutine<?>) completed("no int");
  }

  @Async
  @SuppressWarnings("unchecked")
  private static Coroutine<Long> pollutedByAnInt(Probe p, boolean held) {
    Object x = 5;
    if (held) {
      await(p.later("held"));
    }
    return completed((Long) ((List<Long>) (List<?>) List.of(x)).get(0));
  }

  // case 151
  @Async
  public static Coroutine<Object> other_classes_than_declared(Probe p) {
    for (boolean held : new boolean[] {false, true}) {
      Object o = null;
      try {
        o = await(polluted(p, held));
        p.log(o);
      } catch (ClassCastException e) {
        p.log("cast of an object");
      }
      try {
        int i = await(polluted(p, held));
        p.log(i);
      } catch (ClassCastException e) {
        p.log("cast of an int");
      }
      try {
        long l = await(pollutedByAnInt(p, held));
        p.log(l);
      } catch (ClassCastException e) {
        p.log("cast of a long");
      }
    }
    return completed("end");
  }

  // ---- control flow ----------------------------------------------------------------------------

  @Async
  private static Coroutine<Integer> fib(Probe p, int n) {
    if (n < 2) {
      return n == 1 ? completed(await(p.later(1))) : completed(0);
    }
    return completed(await(fib(p, n - 1)) + await(fib(p, n - 2)));
  }

  // case 150
  @Async
  public static Coroutine<Object> recursion(Probe p) {
    return completed(await(fib(p, 5)));
  }

  @Async
  private static Coroutine<Long> down(Probe p, int depth) {
    if (depth == 0) {
      return completed(await(p.later(1L)));
    }
    try {
      return completed(await(down(p, depth - 1)) + 1);
    } finally {
      p.log(depth);
    }
  }

  @Async
  private static Coroutine<Double> downMixed(Probe p, int depth) {
    if (depth == 0) {
      return completed(await(p.later(0.5)));
    }
    return completed((Double) await(asObject(p, depth)) + 1);
  }

  @Async
  private static Coroutine<Object> asObject(Probe p, int depth) {
    double d = await(downMixed(p, depth - 1));
    return completed(d);
  }

  // case 150
  @Async
  public static Coroutine<Object> chains_suspend_again_and_again(Probe p) {
    long sum = 0;
    for (int i = 0; i < 3; i++) {
      sum += await(down(p, i + 1));
      await(p.later("between"));
    }
    return completed(sum + await(downMixed(p, 3)));
  }

  @Async
  private static Coroutine<Integer> heldTwice(Probe p, int x) {
    int y = await(theInt(p, x));
    y += await(theInt(p, y));
    return completed(y + await(p.later(1)));
  }

  // case 150
  @Async
  public static Coroutine<Object> frames_are_held_again(Probe p) {
    return completed(await(heldTwice(p, await(heldTwice(p, 3)))) + 0.5);
  }

  @Async
  private static Coroutine<Integer> delegates(Probe p, int way) {
    switch (way) {
      case 0:
        return theInt(p, 40);
      case 1:
        return same(p, null, true);
      case 2:
        return other(p).down(p);
      default:
        return way > 3 ? completed(way) : await(p.later(true)) ? theInt(p, 50) : completed(-1);
    }
  }

  static TypedTarget other(Probe p) {
    return new TypedTarget();
  }

  @Async
  Coroutine<Integer> down(Probe p) {
    return completed(await(p.later(7)) * 3);
  }

  // case 150
  @Async
  public static Coroutine<Object> delegations(Probe p) {
    int sum = await(delegates(p, 0)) + await(delegates(p, 2)) + await(delegates(p, 3));
    return completed(sum + await(delegates(p, 4)) + " " + await(delegates(p, 1)));
  }

  @Async
  private static Coroutine<Integer> fails(Probe p, boolean held) {
    if (held) {
      await(p.later("held"));
    }
    throw new IllegalStateException("failed");
  }

  // case 152
  @Async
  public static Coroutine<Object> exceptions(Probe p) {
    int sum = 0;
    for (boolean held : new boolean[] {false, true}) {
      try {
        sum += await(theInt(p, 1)) + await(fails(p, held));
      } catch (IllegalStateException e) {
        sum += await(theInt(p, 10));
        p.log(e.getMessage());
      } finally {
        sum += await(theInt(p, 100));
      }
    }
    return completed(sum);
  }

  // case 152
  @Async
  public static Coroutine<Object> below_operands_and_joins(Probe p) {
    int[] array = {1, 2, 3};
    array[await(theInt(p, 0))] += await(theInt(p, 4)) * array[await(theInt(p, 1))];
    long l = await(theBoolean(p, true)) ? 5 : await(theLong(p, 5));
    double d = 2.5 * (await(theBoolean(p, false)) ? await(theDouble(p, 1)) : 7);
    Object o = await(theBoolean(p, false)) ? await(theInt(p, 3)) : "none";
    char c = (char) (await(theChar(p, 'a')) + await(theByte(p, (byte) 1)));
    return completed(array[1] + " " + l + d + o + c + (await(theFloat(p, 1)) > l));
  }

  // case 152
  @Async
  public static Coroutine<Object> conditions_of_loops(Probe p) {
    int n = 0;
    while (await(theBoolean(p, n >= 3))) {
      n += await(theInt(p, 0));
    }
    do {
      n++;
    } while (n < 6 && !await(theBoolean(p, n % 2 == 0)));
    return completed(n);
  }

  @Async
  private static Coroutine<Integer> returned_in_finally(Probe p, int x) {
    try {
      if (x > 0) {
        return completed(await(theInt(p, x)));
      }
      return completed(x);
    } finally {
      p.log(await(theLong(p, x)));
    }
  }

  // case 152
  @Async
  public static Coroutine<Object> cleanup_awaits(Probe p) {
    return completed(await(returned_in_finally(p, 1)) - await(returned_in_finally(p, 0)));
  }
}
