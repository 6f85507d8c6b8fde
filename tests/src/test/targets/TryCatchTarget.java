package targets;

import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import dev.fermata.tests.probe.Probe;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/** Awaits in try blocks and handlers, and exceptions on their way. */
public class TryCatchTarget {
  // case 82
  @Async
  public static Coroutine<Object> await_in_try_and_catch(Probe p) {
    String s = "start";
    try {
      s = await(p.later("try"));
      s += await(p.later(" more"));
    } catch (RuntimeException e) {
      s += " caught " + e.getMessage() + await(p.later(" handled"));
    }
    return completed(s + await(p.later(" after")));
  }

  // case 82
  @Async
  public static Coroutine<Object> await_in_try_catch_and_finally(Probe p) {
    String s = "start";
    try {
      s = await(p.later("try"));
    } catch (RuntimeException e) {
      s = "caught " + e.getMessage() + await(p.later(" handled"));
    } finally {
      p.log(s);
      s = await(p.later("finally"));
      p.log(s);
    }
    return completed(s);
  }

  // case 83
  @Async
  public static Coroutine<Object> the_first_matching_handler_is_taken(Probe p) {
    String s;
    try {
      s = await(p.laterOr("io", new IOException("one")));
      s += await(p.laterOr("state", new IllegalStateException("two")));
      s += await(p.laterOr("timeout", new TimeoutException("three")));
      s += await(p.laterOr("error", new AssertionError("four")));
      s += await(p.later("probe"));
    } catch (IllegalStateException | IOException e) {
      s = "first " + e.getMessage();
    } catch (RuntimeException e) {
      s = "second " + e.getMessage();
    } catch (Exception e) {
      s = "third " + e.getMessage();
    }
    return completed(s);
  }

  // case 83
  @Async
  public static Coroutine<Object> failure_always(Probe p) {
    try {
      return completed(await(p.fail(new IOException("always"))));
    } catch (IOException e) {
      p.log(e);
      return completed("caught " + await(p.later("in handler")));
    }
  }

  // case 83
  @Async
  public static Coroutine<Object> completion_exception_of_the_user_is_kept(Probe p) {
    try {
      await(p.fail(new IllegalStateException("inner", new CompletionException(new IOException("c")))));
    } catch (IllegalStateException e) {
      p.log(e);
    }
    return completed("end");
  }

  // case 83
  @Async
  public static Coroutine<Object> checked_exceptions_come_as_they_are(Probe p) throws Exception {
    await(p.laterOr(1, new IOException("checked")));
    try {
      await(p.laterOr(2, new Exception("plain")));
    } catch (RuntimeException e) {
      p.log("wrong handler");
    }
    return completed("end");
  }

  // case 84
  @Async
  public static Coroutine<Object> inner_handler_does_not_match(Probe p) {
    String s = "before";
    try {
      int n = 5;
      try {
        s = "inner";
        n += await(p.laterOr(1, new IllegalStateException("x")));
        s = "inner done " + n;
      } catch (IllegalArgumentException e) {
        s = "wrong";
      }
      s += await(p.later("outer"));
    } catch (IllegalStateException e) {
      return completed("outer caught with " + s + await(p.later("!")));
    }
    return completed(s);
  }

  // case 85
  @Async
  public static Coroutine<Object> variables_in_the_handler(Probe p) {
    int i = 1;
    long l = 2;
    String s = "s";
    double d;
    try {
      i = await(p.later(10));
      l = await(p.later(20L));
      s = await(p.later("t"));
      d = await(p.later(2.5));
      l++;
    } catch (RuntimeException e) {
      await(p.later(0));
      d = -1;
    }
    return completed(i + "," + l + "," + s + "," + d);
  }

  // case 86
  @Async
  public static Coroutine<Object> nested_tries_of_the_same_range(Probe p) {
    String s = "";
    try {
      try {
        try {
          s += await(p.laterOr("a", new IOException("a")));
        } catch (IllegalStateException e) {
          s += "state";
        }
      } catch (IOException e) {
        s += "io";
        throw new IllegalArgumentException("from handler", e);
      }
    } catch (IllegalArgumentException e) {
      s += e.getMessage() + await(p.later("!"));
    }
    return completed(s);
  }

  // case 86
  @Async
  public static Coroutine<Object> adjacent_tries(Probe p) {
    String s = "";
    try {
      s += await(p.later("a"));
    } catch (RuntimeException e) {
      s += "1";
    }
    try {
      s += await(p.later("b"));
    } catch (RuntimeException e) {
      s += "2";
    }
    try {
      await(p.later("c"));
    } catch (RuntimeException e) {
    }
    return completed(s);
  }

  // case 88
  @Async
  public static Coroutine<Object> precise_rethrow(Probe p) throws IOException {
    try {
      await(p.laterOr("x", new IOException("precise")));
      p.log("no failure");
    } catch (Exception e) {
      p.log(await(p.later("handling")));
      throw e;
    }
    return completed("end");
  }

  // case 88
  @Async
  public static Coroutine<Object> try_inside_a_handler(Probe p) {
    String s = "";
    try {
      s = await(p.laterOr("a", new IllegalStateException("a")));
      throw new IllegalArgumentException("thrown");
    } catch (IllegalStateException | IllegalArgumentException e) {
      try {
        s += await(p.laterOr("b", new IllegalStateException("b")));
      } catch (IllegalStateException f) {
        s += e.getMessage() + f.getMessage() + await(p.later("c"));
      }
      s += e.getMessage();
    }
    return completed(s);
  }

  // case 51
  @Async
  public static Coroutine<Object> catch_variable_across_an_await(Probe p) {
    try {
      throw new IllegalStateException(await(p.later("m")));
    } catch (IllegalStateException e) {
      await(p.later(0));
      p.log(e.getMessage());
      try {
        await(p.later(1));
      } catch (RuntimeException unused) {
        await(p.later(2));
      }
      return completed(e.getMessage());
    }
  }

  // case 93
  @Async
  public static Coroutine<Object> try_inside_a_loop(Probe p) {
    int failures = 0;
    int sum = 0;
    for (int i = 0; i < 4; i++) {
      try {
        if (i == 2) {
          throw new IllegalStateException("two");
        }
        sum += await(p.later(i));
      } catch (RuntimeException e) {
        failures++;
        if (failures > 2) {
          break;
        }
        await(p.later(0));
        continue;
      }
      sum *= 10;
    }
    return completed(sum + "," + failures);
  }

  // case 93
  @Async
  public static Coroutine<Object> loop_inside_a_try(Probe p) {
    int i = 0;
    try {
      for (; i < 3; i++) {
        p.log(await(p.later(i)));
      }
    } catch (RuntimeException e) {
      return completed("failed at " + i);
    }
    return completed("all " + i);
  }

  // case 93
  @Async
  public static Coroutine<Object> retries(Probe p) {
    for (int attempt = 1; ; attempt++) {
      try {
        return completed(await(p.later("got it")) + attempt);
      } catch (RuntimeException e) {
        if (attempt == 3) {
          throw e;
        }
        await(p.later(attempt));
      }
    }
  }

  static java.util.concurrent.CompletableFuture<String> boom(Probe p) {
    p.log("boom");
    throw new IllegalStateException("boom");
  }

  // case 95
  @Async
  public static Coroutine<Object> the_expression_throws_before_there_is_a_future(Probe p) {
    String s;
    try {
      s = await(p.later("a")) + await(boom(p));
    } catch (IllegalStateException e) {
      s = "caught " + await(p.later("b"));
    }
    return completed(s);
  }

  // case 95
  @Async
  public static Coroutine<Object> null_is_awaited(Probe p) {
    java.util.concurrent.CompletableFuture<String> none = null;
    await(p.later(0));
    try {
      await(none);
    } catch (NullPointerException e) {
      p.log("caught");
    }
    return completed(await(none));
  }

  // case 97
  @Async
  public static Coroutine<Object> errors_pass(Probe p) {
    try {
      await(p.laterOr("a", new StackOverflowError("so")));
      await(p.laterOr("b", new OutOfMemoryError("oom")));
      await(p.laterOr("c", new InterruptedException("int")));
    } catch (Exception e) {
      p.log("exception " + e.getMessage());
    } catch (Error e) {
      p.log("error " + e.getClass().getSimpleName());
      await(p.later(0));
      throw e;
    }
    return completed("end");
  }

  // case 97
  @Async
  public static Coroutine<Object> cancellation_is_no_exception(Probe p) {
    String s = "";
    try {
      s += await(p.later("a"));
    } catch (Exception e) {
      s += "exception" + await(p.later("!"));
    } catch (Throwable e) { // WARNING: FER-122
      s += e.getClass().getSimpleName() + await(p.later("?"));
    }
    return completed(s);
  }

  // case 97
  @Async
  public static Coroutine<Object> something_else_was_cancelled(Probe p) {
    try {
      await(p.fail(new CancellationException("elsewhere")));
    } catch (CancellationException e) {
      p.log(e.getMessage());
      return completed(await(p.later("caught")));
    }
    return completed("none");
  }

  @Async
  static Coroutine<Integer> level(Probe p, int depth) throws IOException {
    if (depth == 0) {
      return completed(await(p.laterOr(1, new IOException("deep"))));
    }
    int below = await(level(p, depth - 1));
    if (depth == 2) {
      try {
        below += await(p.later(10));
      } catch (IllegalStateException e) {
        p.log("wrong");
      }
    }
    return completed(below + depth);
  }

  // case 99, case 100
  @Async
  public static Coroutine<Object> exception_passes_many_frames(Probe p) throws IOException {
    try {
      return completed(await(level(p, 6)));
    } catch (IOException e) {
      p.log(e);
      e.addSuppressed(new RuntimeException("suppressed"));
      throw e;
    }
  }

  // case 99, case 124
  @Async
  public static Coroutine<Object> uncaught(Probe p) {
    await(p.later(1));
    if (await(p.later(true))) {
      throw new ArrayIndexOutOfBoundsException("mine");
    }
    return completed(await(p.later(2)));
  }

  // case 87
  @Async
  public static Coroutine<Object> exception_in_a_handler_is_not_caught_by_it(Probe p) {
    int n = 0;
    try {
      Integer none = await(p.fail(new IllegalStateException("first")));
      n += none;
    } catch (IllegalStateException e) {
      p.log("handler " + ++n);
      n += await(p.laterOr(1, new IllegalStateException("second")));
      throw new IllegalStateException("third" + n, e);
    }
    return completed(n);
  }

  // case 30
  @Async
  public static Coroutine<Object> arithmetic_exception_beside_an_await(Probe p) {
    try {
      return completed(1 / await(p.later(0)));
    } catch (ArithmeticException e) {
      return completed(e.getMessage() + await(p.later("!")));
    }
  }
}
