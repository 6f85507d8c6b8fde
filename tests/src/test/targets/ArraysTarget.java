package targets;

import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import dev.fermata.tests.probe.Probe;
import java.util.Arrays;

/** Awaits in array sizes, initialisers, indices and compound assignments. */
public class ArraysTarget {
  // case 16
  @Async
  public static Coroutine<Object> array_sizes(Probe p) {
    int[][] a = new int[await(p.later(2))][await(p.later(3))];
    return completed(a.length + "x" + a[1].length);
  }

  // case 16
  @Async
  public static Coroutine<Object> negative_array_size(Probe p) {
    return completed(new int[p.see(3)][p.see(await(p.later(-1)))]);
  }

  // case 17
  @Async
  public static Coroutine<Object> int_initialiser(Probe p) {
    return completed(new int[] {1, await(p.later(2)), await(p.later(3)), 4});
  }

  // case 17
  @Async
  public static Coroutine<Object> initialisers_of_every_kind(Probe p) {
    long[] l = {1, await(p.later(2L)), 3};
    double[] d = {await(p.later(1.5)), 2.5};
    byte[] b = {1, (byte) (int) await(p.later(300))};
    char[] c = {'a', await(p.later('b'))};
    boolean[] z = {false, await(p.later(true))};
    float[] f = {1f, await(p.later(2f))};
    short[] s = {(short) (int) await(p.later(70000)), 2};
    String[] t = {"x", await(p.later("y")), null};
    return completed(
        Arrays.toString(l)
            + Arrays.toString(d)
            + Arrays.toString(b)
            + Arrays.toString(c)
            + Arrays.toString(z)
            + Arrays.toString(f)
            + Arrays.toString(s)
            + Arrays.toString(t));
  }

  // case 17
  @Async
  public static Coroutine<Object> nested_initialisers(Probe p) {
    return completed(
        new Object[] {
          new int[] {await(p.later(1)), 2},
          new String[][] {{await(p.later("a"))}, {"b", await(p.later("c"))}},
          await(p.later(3L))
        });
  }

  // case 18
  @Async
  public static Coroutine<Object> varargs(Probe p) {
    return completed(String.format("%s-%s-%d", await(p.later("a")), await(p.later("b")), await(p.later(3))));
  }

  // case 18
  @Async
  public static Coroutine<Object> varargs_of_int(Probe p) {
    return completed(sum(10, await(p.later(1)), 2, await(p.later(3))));
  }

  static int sum(int base, int... more) {
    return base + Arrays.stream(more).sum();
  }

  // case 21
  @Async
  public static Coroutine<Object> compound_int_element(Probe p) {
    int[] a = {1, 2, 3};
    int i = 1;
    a[i] += await(p.later(40));
    a[i++] *= await(p.later(2));
    a[i] <<= await(p.later(1));
    return completed(a);
  }

  // case 21
  @Async
  public static Coroutine<Object> compound_reads_the_old_value_first(Probe p) {
    int[] a = {1};
    a[0] += change(a, await(p.later(10)));
    return completed(a[0]);
  }

  static int change(int[] a, int by) {
    a[0] = 1000;
    return by;
  }

  // case 21
  @Async
  public static Coroutine<Object> compound_narrow_elements(Probe p) {
    byte[] b = {100};
    char[] c = {'a'};
    short[] s = {32000};
    b[0] += await(p.later(100));
    c[0] += await(p.later(1));
    s[0] += await(p.later(1000));
    return completed(b[0] + "," + c[0] + "," + s[0]);
  }

  // case 21
  @Async
  public static Coroutine<Object> compound_wide_elements(Probe p) {
    long[] l = {1, 2};
    double[][] d = {{1.5}, {2.5}};
    l[await(p.later(1))] += await(p.later(10L));
    d[1][0] *= await(p.later(2.0));
    d[await(p.later(0))][0] -= await(p.later(1));
    l[0]++;
    return completed(Arrays.toString(l) + Arrays.deepToString(d));
  }

  // case 22
  @Async
  public static Coroutine<Object> index_is_evaluated_once(Probe p) {
    int[] a = new int[3];
    int i = 0;
    a[i++] = await(p.later(5));
    a[i++] = await(p.later(6)) + i;
    return completed(Arrays.toString(a) + i);
  }

  // case 22
  @Async
  public static Coroutine<Object> store_fails_only_after_the_await(Probe p) {
    int[] a = new int[1];
    a[p.see(3)] = p.see(await(p.later(5)));
    return completed(a);
  }

  // case 22
  @Async
  public static Coroutine<Object> store_to_null_fails_only_after_the_await(Probe p) {
    int[] a = p.see((int[]) null);
    a[p.see(0)] = p.see(await(p.later(5)));
    return completed(a);
  }

  // case 22
  @Async
  public static Coroutine<Object> array_store_check(Probe p) {
    Object[] a = new Integer[1];
    String caught = "";
    try {
      a[0] = await(p.later("a string"));
    } catch (ArrayStoreException e) {
      caught = "caught " + e.getMessage();
    }
    return completed(caught);
  }

  // case 22
  @Async
  public static Coroutine<Object> compound_index_out_of_bounds_fails_before_the_await(Probe p) {
    int[] a = new int[1];
    a[p.see(3)] += p.see(await(p.later(5)));
    return completed(a);
  }

  // case 23
  @Async
  public static Coroutine<Object> compound_string_element(Probe p) {
    String[] s = {"a", "b"};
    int i = 0;
    s[i++] += await(p.later("x"));
    s[i] += await(p.later(1)) + await(p.later(2L));
    return completed(Arrays.toString(s) + i);
  }

  // case 22
  @Async
  public static Coroutine<Object> array_and_index_are_awaited(Probe p) {
    int[] a = {1, 2, 3};
    await(p.later(a))[await(p.later(1))] = await(p.later(9));
    int read = await(p.later(a))[await(p.later(2))];
    return completed(Arrays.toString(a) + read);
  }
}
