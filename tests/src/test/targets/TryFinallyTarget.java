package targets;

import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import dev.fermata.tests.probe.Probe;

/** Awaits in finally blocks, which compilers copy, and jumps through them. */
public class TryFinallyTarget {
  // case 82, case 89
  @Async
  public static Coroutine<Object> finally_awaits(Probe p) {
    try {
      p.log(await(p.later("try")));
    } finally {
      p.log(await(p.later("finally")));
    }
    return completed("end");
  }

  // case 89
  @Async
  public static Coroutine<Object> every_copy_of_a_finally_awaits(Probe p) {
    String s = "";
    for (int i = 0; i < 4; i++) {
      try {
        int k = await(p.later(i));
        if (k == 0) {
          continue;
        }
        if (k == 2) {
          break;
        }
        s += k;
      } catch (RuntimeException e) {
        s += "c" + await(p.later("atch"));
      } finally {
        s += "f" + await(p.later(i));
      }
      s += ";";
    }
    return completed(s);
  }

  // case 90
  @Async
  public static Coroutine<Object> return_value_is_saved_before_the_finally(Probe p) {
    return completed(await(saved(p)));
  }

  @Async
  static Coroutine<String> saved(Probe p) {
    String s = "value";
    try {
      return completed(s + await(p.later("!")));
    } finally {
      s = "changed";
      p.log(s + await(p.later("finally")));
    }
  }

  // case 90
  @Async
  public static Coroutine<Object> return_of_a_wide_value_through_a_finally(Probe p) {
    return completed(await(wide(p, 5)) + await(wide(p, 50)));
  }

  @Async
  static Coroutine<Long> wide(Probe p, long x) {
    try {
      if (x > 10) {
        return completed(x);
      }
      x += await(p.later(1L));
      return completed(x * 2);
    } finally {
      x = -1;
      await(p.later(x));
    }
  }

  // case 91
  @Async
  @SuppressWarnings("finally")
  public static Coroutine<Object> return_in_finally_overrides(Probe p) {
    try {
      p.log(await(p.later("try")));
      throw new IllegalStateException("lost");
    } finally {
      return completed(await(p.later("from finally")));
    }
  }

  // case 91
  @Async
  @SuppressWarnings("finally")
  public static Coroutine<Object> return_in_finally_overrides_a_return(Probe p) {
    try {
      return completed(await(p.later("try")));
    } finally {
      if (await(p.later(true))) {
        return completed("finally");
      }
    }
  }

  // case 91
  @Async
  @SuppressWarnings("finally")
  public static Coroutine<Object> throw_in_finally_replaces(Probe p) {
    try {
      p.log(await(p.later("try")));
      return completed("lost");
    } finally {
      if (await(p.later(true))) {
        throw new IllegalStateException("from finally");
      }
    }
  }

  // case 91
  @Async
  @SuppressWarnings("finally")
  public static Coroutine<Object> break_in_finally_swallows(Probe p) {
    int n = 0;
    while (true) {
      try {
        n++;
        throw new IllegalStateException(await(p.later("swallowed")));
      } finally {
        await(p.later(0));
        if (n < 2) {
          continue;
        }
        break;
      }
    }
    return completed(n);
  }

  // case 92
  @Async
  public static Coroutine<Object> jumps_through_nested_finallys(Probe p) {
    StringBuilder out = new StringBuilder();
    outer:
    for (int i = 0; i < 3; i++) {
      try {
        for (int j = 0; ; j++) {
          try {
            if (j == 1) {
              continue outer;
            }
            if (i == 1) {
              break outer;
            }
            out.append(await(p.later("b")));
          } finally {
            out.append(await(p.later("i"))).append(j);
          }
        }
      } finally {
        out.append("o").append(i);
        await(p.later(0));
      }
    }
    p.log(out.toString());
    return completed(out.toString());
  }

  // case 96
  @Async
  public static Coroutine<Object> exception_waits_in_a_finally(Probe p) {
    try {
      try {
        throw new IllegalStateException("kept");
      } finally {
        await(p.later(1));
        p.log("between");
        await(p.later(2));
      }
    } catch (IllegalStateException e) {
      return completed(e.getMessage());
    }
  }

  // case 87
  @Async
  public static Coroutine<Object> failing_finally_runs_once(Probe p) {
    int n = 0;
    try {
      await(p.later(1));
    } finally {
      n++;
      p.log("finally " + n);
      await(p.laterOr(2, new IllegalStateException("in finally")));
      p.log("end of finally");
    }
    return completed(n);
  }

  // case 98
  @Async
  public static Coroutine<Object> finally_runs_once_when_cancelled(Probe p) {
    int n = 0;
    try {
      p.log("body");
      await(p.later("waits"));
      p.log("went on");
    } finally {
      p.log("finally " + ++n);
      p.log(await(p.later("cleanup")));
    }
    return completed(n);
  }

  @Async
  static Coroutine<String> inner(Probe p) {
    try {
      return completed(await(p.later("inner")));
    } finally {
      p.log(await(p.later("inner cleanup")));
    }
  }

  // case 98
  @Async
  public static Coroutine<Object> callee_and_caller_clean_up(Probe p) {
    try {
      return completed(await(inner(p)) + await(inner(p)));
    } finally {
      p.log(await(p.later("outer cleanup")));
    }
  }

  // case 98
  @Async
  public static Coroutine<Object> cancellation_is_swallowed(Probe p) {
    String s = "";
    for (int i = 0; i < 2; i++) {
      try {
        s += await(p.later("a" + i));
      } catch (Throwable e) { // WARNING: FER-122
        s += e.getClass().getSimpleName();
      }
    }
    return completed(s + await(p.later("z")));
  }

  // case 88
  @Async
  public static Coroutine<Object> catch_inside_a_finally(Probe p) {
    String s = "";
    try {
      s += await(p.later("try"));
    } finally {
      try {
        s += await(p.later("in finally"));
      } catch (RuntimeException e) {
        s += await(p.later("caught in finally"));
      } finally {
        s += "inner finally";
        p.log(s);
      }
    }
    return completed(s);
  }

  // case 89
  @Async
  public static Coroutine<Object> many_returns_through_one_finally(Probe p) {
    return completed(await(many(p, 0)) + await(many(p, 1)) + await(many(p, 2)) + await(many(p, 3)));
  }

  @Async
  static Coroutine<String> many(Probe p, int k) {
    try {
      switch (k) {
        case 0:
          return completed("zero");
        case 1:
          return completed(await(p.later("one")));
        case 2:
          return completed("two" + k);
        default:
          p.log("default");
      }
    } finally {
      p.log("f" + k + await(p.later("!")));
    }
    return completed("end");
  }

  // case 92
  @Async
  public static Coroutine<Object> finally_in_a_while_with_a_condition_that_awaits(Probe p) {
    int n = 0;
    while (await(p.later(n)) < 2) {
      try {
        n += 1;
        if (n == 5) {
          return completed("never");
        }
      } finally {
        n += await(p.later(0));
        p.log(n);
      }
    }
    return completed(n);
  }

  // case 82
  @Async
  public static Coroutine<Object> local_variables_in_a_finally(Probe p) {
    long start = 5;
    String name = await(p.later("n"));
    try {
      start += await(p.later(10));
      name += start;
    } finally {
      p.log(name + start + await(p.later("f")) + start + name);
    }
    return completed(name);
  }
}
