package targets;

import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import dev.fermata.tests.probe.Probe;

/** Awaits in conditions and on either side of logical operators. */
public class ConditionsTarget {
  static String g(int a, long b, double c, boolean d) {
    return a + "/" + b + "/" + c + "/" + d;
  }

  // case 27
  @Async
  public static Coroutine<Object> and_or_not(Probe p) {
    boolean a = await(p.later(true)) && await(p.later(false));
    boolean b = await(p.later(false)) || await(p.later(true));
    boolean c = !await(p.later(true));
    boolean d = a || b && !c || await(p.later(false));
    return completed(a + "," + b + "," + c + "," + d);
  }

  // case 27
  @Async
  public static Coroutine<Object> short_circuit(Probe p) {
    boolean a = await(p.later(false)) && p.see(true);
    boolean b = await(p.later(true)) || p.see(true);
    boolean c = p.see(false) && await(p.later(true));
    boolean d = p.see(true) || await(p.later(true));
    return completed(a + "," + b + "," + c + "," + d);
  }

  // case 27
  @Async
  public static Coroutine<Object> eager_operators(Probe p) {
    boolean a = p.see(false) & await(p.later(true));
    boolean b = await(p.later(true)) | p.see(false);
    boolean c = await(p.later(true)) ^ await(p.later(true));
    int d = await(p.later(12)) & await(p.later(10)) | 1 ^ await(p.later(6));
    return completed(a + "," + b + "," + c + "," + d);
  }

  // case 27
  @Async
  public static Coroutine<Object> conditional_as_an_argument(Probe p) {
    int i = await(p.later(1));
    return completed(
        g(
            i,
            await(p.later(true)) ? await(p.later(5L)) : 6L,
            i > 3 ? 1.5 : await(p.later(2.5)),
            i > 0 ? await(p.later(true)) && i < 5 : await(p.later(false))));
  }

  // case 27
  @Async
  public static Coroutine<Object> nested_conditionals(Probe p) {
    int x = await(p.later(2));
    String s =
        x == 1
            ? await(p.later("one"))
            : x == 2 ? await(p.later(false)) ? "two a" : await(p.later("two b")) : "many";
    return completed(s + (x > 1 ? await(p.later(1)) : 2.5));
  }

  // case 60
  @Async
  public static Coroutine<Object> if_else_chain(Probe p) {
    String s;
    int x = await(p.later(3));
    if (x == await(p.later(1))) {
      s = await(p.later("one"));
    } else if (x == await(p.later(2)) || x == await(p.later(3)) && await(p.later(true))) {
      s = "two or three " + await(p.later("!"));
    } else {
      s = "other";
    }
    if (await(p.later(false))) {
      s += "never";
    }
    return completed(s);
  }

  // case 60
  @Async
  public static Coroutine<Object> await_in_one_branch_only(Probe p) {
    int a = 1;
    long b = 2;
    if (p.mode().failing().isEmpty()) {
      a = await(p.later(10));
    } else {
      b = 20;
    }
    p.log(a + "," + b);
    if (a == 1) {
      p.log("not awaited");
    } else {
      b += await(p.later(5));
    }
    return completed(a + b);
  }

  // case 79
  @Async
  public static Coroutine<Object> paths_merge_right_at_an_await(Probe p) {
    java.util.concurrent.CompletableFuture<String> f;
    if (await(p.later(true))) {
      f = p.later("left");
    } else {
      f = p.later("right");
    }
    return completed(await(f) + await(await(p.later(false)) ? f : p.later("third")));
  }

  // case 78
  @Async
  public static Coroutine<Object> awaits_on_one_line(Probe p) {
    int a = await(p.later(1)), b = await(p.later(2)); if (a < b) { a = await(p.later(3)) + await(p.later(4)); }
    return completed(a + b);
  }

  // case 74
  @Async
  public static Coroutine<Object> instanceof_binding(Probe p) {
    Object o = await(p.later("text"));
    if (o instanceof String s && s.length() == await(p.later(4))) {
      return completed(s + await(p.later("!")) + s.length());
    }
    if (!(await(p.later(o)) instanceof CharSequence c)) {
      return completed("none");
    }
    return completed(c.length() + await(p.later("?")));
  }

  // case 75, case 76
  @Async
  public static Coroutine<Object> constant_conditions(Probe p) {
    if (false) {
      p.log(await(p.later("dead")));
    }
    int n = 0;
    while (true) {
      if (++n > 2) {
        break;
      }
      await(p.later(n));
    }
    return completed(n);
  }

  // case 76
  @Async
  public static Coroutine<Object> no_await_at_all(Probe p) {
    p.log("body");
    return completed("value");
  }

  // case 76, case 77
  @Async
  public static Coroutine<Object> throws_without_any_await(Probe p) {
    p.log("body");
    throw new UnsupportedOperationException("at once");
  }

  @Async
  private static Coroutine<Integer> throwsAtOnce(Probe p, String text) {
    int length = text.length();
    return completed(length + await(p.later(1)));
  }

  // case 77
  @Async
  public static Coroutine<Object> first_statement_of_a_callee_throws(Probe p) {
    int n = await(p.later(1));
    try {
      n += await(throwsAtOnce(p, await(p.later((String) null))));
    } catch (NullPointerException e) {
      n += await(p.later(10));
    }
    return completed(n);
  }

  // case 77
  @Async
  public static Coroutine<Object> first_statement_throws(Probe p) {
    String none = p.see((String) null);
    if (none.isEmpty()) {
      await(p.later("never"));
    }
    return completed(none);
  }

  // case 76
  @Async
  public static Coroutine<Object> await_is_first_and_last(Probe p) {
    return completed(await(p.later("only")));
  }

  @Async
  static Coroutine<Void> no_value(Probe p) {
    await(p.later("in void"));
    p.log("void body");
    return completed();
  }

  // case 29, case 76
  @Async
  public static Coroutine<Object> void_coroutine(Probe p) {
    await(no_value(p));
    Void nothing = await(no_value(p));
    return completed(nothing);
  }
}
