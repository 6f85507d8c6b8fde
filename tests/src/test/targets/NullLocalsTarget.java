package targets;

import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import dev.fermata.tests.probe.Probe;
import java.util.List;

/** Variables that hold the null constant at an await, and merges with it. */
public class NullLocalsTarget {
  // case 40
  @Async
  public static Coroutine<Object> null_on_the_left_of_a_merge(Probe p) {
    String x = null;
    if (await(p.later(true))) {
      x = "OK";
    }
    await(p.later(0));
    return completed(x.length() + x);
  }

  // case 40
  @Async
  public static Coroutine<Object> null_on_the_right_of_a_merge(Probe p) {
    String x = "OK";
    if (await(p.later(false))) {
      x = null;
    }
    await(p.later(0));
    return completed(x.length() + x);
  }

  // case 40
  @Async
  public static Coroutine<Object> null_is_spilled_and_then_assigned(Probe p) {
    String x = null;
    List<String> y = null;
    int[] z = null;
    await(p.later(0));
    p.log(x + "," + y + "," + z);
    x = "set";
    y = List.of("y");
    z = new int[] {1};
    await(p.later(0));
    return completed(x.length() + y.get(0) + z[0]);
  }

  // case 40
  @Async
  public static Coroutine<Object> null_in_a_loop(Probe p) {
    String last = null;
    for (int i = 0; i < 3; i++) {
      String now = await(p.later("v" + i));
      if (last != null) {
        p.log(last.concat(now));
      }
      last = now;
    }
    return completed(last);
  }

  // case 41
  @Async
  public static Coroutine<Object> null_local_is_dereferenced(Probe p) {
    String x = null;
    if (p.mode() == null) {
      x = "never";
    }
    await(p.later(0));
    return completed(x.length());
  }

  // case 41
  @Async
  public static Coroutine<Object> constant_null_is_dereferenced(Probe p) {
    String x = null;
    await(p.later(0));
    return completed(x.length() + await(p.later(1)));
  }

  // case 41
  @Async
  public static Coroutine<Object> constant_null_array_is_dereferenced(Probe p) {
    int[] x = null;
    long[][] y = null;
    await(p.later(0));
    try {
      x[0] = await(p.later(1));
    } catch (NullPointerException e) {
      p.log("caught");
    }
    return completed(y[0][1]);
  }

  static String join(Object a, String b, int[] c, Object d) {
    return a + "," + b + "," + (c == null ? "null" : c.length) + "," + d;
  }

  // case 129
  @Async
  public static Coroutine<Object> null_constants_on_the_stack(Probe p) {
    return completed(join(null, null, null, await(p.later("d"))) + join(null, await(p.later("b")), null, null));
  }

  // case 129
  @Async
  public static Coroutine<Object> null_is_alive_in_a_handler(Probe p) {
    String x = null;
    int[] a = null;
    try {
      await(p.later(0));
      x = await(p.later("x"));
      a = new int[] {await(p.later(1))};
    } catch (RuntimeException e) {
      return completed("caught " + x + (a == null) + await(p.later("!")));
    }
    return completed(x + a[0]);
  }

  // case 40
  @Async
  public static Coroutine<Object> null_or_object_by_a_conditional(Probe p) {
    String s = await(p.later(true)) ? null : "x";
    Integer i = await(p.later(false)) ? null : Integer.valueOf(5);
    await(p.later(0));
    return completed(s + i);
  }

  // case 40
  @Async
  public static Coroutine<Object> awaited_null(Probe p) {
    String s = await(p.later((String) null));
    Object o = await(p.later((Object) null));
    return completed(s + o + await(p.later((String) null)));
  }
}
