package targets;

import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import dev.fermata.tests.probe.Probe;

/** Longs and doubles in locals, below awaits, and in arithmetic. */
public class WideValuesTarget {
  // case 44, case 33
  @Async
  public static Coroutine<Object> adjacent_wide_locals(Probe p) {
    long a = Long.MIN_VALUE;
    double b = Double.MIN_VALUE;
    long c = a >>> await(p.later(1));
    double d = b * await(p.later(2.0));
    await(p.later(0));
    return completed(a + "," + b + "," + c + "," + d);
  }

  // case 1
  @Async
  public static Coroutine<Object> alternating_categories_below(Probe p) {
    int i = 1;
    long l = 2;
    float f = 3;
    double d = 4;
    return completed(all(i, l, f, d, i + 1, l + 1, f + 1, d + 1, await(p.later(9L)), i, l));
  }

  static String all(
      int a, long b, float c, double d, int e, long f, float g, double h, long i, int j, long k) {
    return a + "," + b + "," + c + "," + d + "," + e + "," + f + "," + g + "," + h + "," + i + ","
        + j + "," + k;
  }

  // case 33
  @Async
  public static Coroutine<Object> post_increments_of_wide_values(Probe p) {
    long l = 5;
    double d = 1.5;
    long[] a = {7, 8};
    long r = l++ * await(p.later(2L)) + a[0]++ - await(p.later(1)) + --a[await(p.later(1))];
    double q = d-- / await(p.later(2)) + d;
    return completed(r + "," + q + "," + l + "," + d + "," + a[0] + "," + a[1]);
  }

  // case 34
  @Async
  public static Coroutine<Object> shifts_and_comparisons(Probe p) {
    long x = 1L << await(p.later(40)) | await(p.later(1L));
    boolean less = x < await(p.later(1L << 41));
    boolean nan = await(p.later(Double.NaN)) < 1.0;
    boolean nanNot = !(await(p.later(Double.NaN)) >= 1.0);
    int bits = (int) (x >> await(p.later(38)));
    return completed(x + "," + less + "," + nan + "," + nanNot + "," + bits);
  }

  // case 45
  @Async
  public static Coroutine<Object> extreme_values(Probe p) {
    long l = Long.MAX_VALUE;
    double d = -0.0;
    float f = Float.NEGATIVE_INFINITY;
    double n = Double.longBitsToDouble(0x7ff8dead_beef0001L);
    await(p.later(0));
    return completed(l + "," + d + "," + f + "," + Long.toHexString(Double.doubleToRawLongBits(n)));
  }
}
