package targets;

import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import dev.fermata.tests.probe.Probe;
import java.util.Arrays;

/** Booleans, bytes, chars, shorts and floats across awaits. */
public class SmallIntsTarget {
  boolean zf;
  byte bf;
  char cf;
  short sf;
  float ff;

  static boolean z(boolean z) {
    return z;
  }

  static byte b(byte b) {
    return b;
  }

  static char c(char c) {
    return c;
  }

  static short s(short s) {
    return s;
  }

  // case 43
  @Async
  public static Coroutine<Object> used_as_arguments(Probe p) {
    boolean z = true;
    byte b = -1;
    char c = '\uffff';
    short s = -2;
    await(p.later(0));
    return completed(z(z) + "," + b(b) + "," + (int) c(c) + "," + s(s));
  }

  // case 43
  @Async
  public static Coroutine<Object> stored_in_fields(Probe p) {
    SmallIntsTarget t = new SmallIntsTarget();
    boolean z = true;
    byte b = -1;
    char c = 'c';
    short s = -2;
    float f = 1.5f;
    await(p.later(0));
    t.zf = z;
    t.bf = b;
    t.cf = c;
    t.sf = s;
    t.ff = f;
    await(p.later(0));
    t.zf = await(p.later(false)) | t.zf;
    t.bf = (byte) (t.bf + await(p.later(200)));
    return completed(t.zf + "," + t.bf + "," + t.cf + "," + t.sf + "," + t.ff);
  }

  // case 43
  @Async
  public static Coroutine<Object> stored_in_arrays(Probe p) {
    boolean[] zs = new boolean[2];
    byte[] bs = new byte[2];
    char[] cs = new char[2];
    short[] ss = new short[2];
    float[] fs = new float[2];
    boolean z = true;
    byte b = -1;
    char c = 'c';
    short s = -2;
    float f = 2.5f;
    await(p.later(0));
    zs[0] = z;
    bs[0] = b;
    cs[0] = c;
    ss[0] = s;
    fs[0] = f;
    await(p.later(0));
    zs[1] = zs[0];
    bs[1] = await(p.later(bs))[0];
    cs[1] = (char) (cs[0] + 1);
    return completed(
        Arrays.toString(zs) + Arrays.toString(bs) + Arrays.toString(cs) + Arrays.toString(ss) + Arrays.toString(fs));
  }

  // case 43
  @Async
  public static Coroutine<Object> loaded_from_arrays_onto_the_stack(Probe p) {
    boolean[] zs = {true};
    byte[] bs = {-1};
    char[] cs = {'c'};
    return completed(zs[0] + "," + bs[0] + "," + cs[0] + "," + join(zs[0], bs[0], cs[0], await(p.later(1))));
  }

  static String join(boolean z, byte b, char c, int i) {
    return z + "," + b + "," + c + "," + i;
  }

  // case 43
  @Async
  public static Coroutine<Object> one_constant_many_variables(Probe p) {
    boolean z = true;
    byte b = 1;
    char c = 1;
    short s = 1;
    int i = 1;
    await(p.later(0));
    return completed(z(z) + "," + b(b) + "," + (int) c(c) + "," + s(s) + "," + i);
  }

  // case 43
  @Async
  public static Coroutine<Object> merged_small_values(Probe p) {
    byte b = await(p.later(true)) ? (byte) 1 : 2;
    char c = b > 1 ? 'x' : (char) (int) await(p.later(97));
    boolean z = b == 1 ^ await(p.later(false));
    short s = (short) (z ? b : c);
    await(p.later(0));
    return completed(b(b) + "," + c(c) + "," + z(z) + "," + s(s));
  }

  @Async
  static Coroutine<Boolean> returned(Probe p, boolean z) {
    boolean copy = z;
    await(p.later(0));
    return completed(copy);
  }

  @Async
  static Coroutine<Byte> narrowed(Probe p, int i) {
    byte b = (byte) i;
    await(p.later(0));
    return completed(b);
  }

  // case 43
  @Async
  public static Coroutine<Object> returned_boxed(Probe p) {
    return completed(await(returned(p, true)) + "," + await(narrowed(p, 300)));
  }

  // case 43
  @Async
  public static Coroutine<Object> overflow_after_the_await(Probe p) {
    byte b = 127;
    char c = 0;
    short s = Short.MAX_VALUE;
    await(p.later(0));
    b++;
    c--;
    s++;
    await(p.later(0));
    return completed(b + "," + (int) c + "," + s);
  }
}
