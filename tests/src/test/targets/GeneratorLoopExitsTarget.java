package targets;

import static dev.fermata.Fermata.*;
import static targets.GeneratorLoopsTarget.few;
import static targets.GeneratorLoopsTarget.numbers;
import static targets.GeneratorLoopsTarget.plain;

import dev.fermata.AsyncIterable;
import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import dev.fermata.tests.probe.Probe;
import java.io.IOException;

/** How loops over generators are left among try blocks and switches, and with a close that fails. */
public class GeneratorLoopExitsTarget {
  // case 144
  @Async
  public static Coroutine<Object> try_in_the_body(Probe p) {
    int n = 0;
    for (int x : numbers(p, "a")) { // closes
      try {
        if (x == 0) {
          continue;
        }
        n += await(p.later(x));
        if (x >= 2) {
          break;
        }
      } catch (RuntimeException e) {
        p.log(e);
        n += 100;
        if (n > 200) {
          return completed(n);
        }
      } finally {
        p.log("finally " + x);
      }
    }
    return completed(n);
  }

  // case 144
  @Async
  public static Coroutine<Object> return_in_a_try_in_the_body(Probe p) {
    for (int x : numbers(p, "a")) { // closes
      try {
        if (x == 1) {
          return completed(p.see(x));
        }
        p.log(await(p.later("body")));
      } catch (IllegalStateException e) {
        p.log("never");
      }
    }
    return completed("none");
  }

  // case 144
  @Async
  public static Coroutine<Object> break_in_a_handler_in_the_body(Probe p) {
    for (int x : numbers(p, "a")) { // closes
      try {
        await(p.fail(new IOException("body " + x)));
      } catch (IOException e) {
        p.log(e);
        break;
      }
    }
    return completed("behind");
  }

  // case 144
  @Async
  public static Coroutine<Object> outer_finally_runs_after_the_close(Probe p) {
    try {
      for (int x : numbers(p, "a")) { // closes
        if (x == 1) {
          return completed(p.see(x));
        }
      }
    } finally {
      p.log(await(p.later("outer")));
    }
    return completed("none");
  }

  // case 144
  @Async
  public static Coroutine<Object> outer_catch_and_finally(Probe p) {
    Object state = "before";
    try {
      for (int x : few(p, "a")) { // closes
        state = x;
        p.log(await(p.later("body")));
        state = "text";
        if (x == 2) {
          return completed(state);
        }
      }
    } catch (RuntimeException e) {
      p.log(state);
      state = e;
    } finally {
      p.log(state);
    }
    return completed(state);
  }

  // case 144
  @Async
  public static Coroutine<Object> continue_out_of_a_try_round_the_loop(Probe p) {
    int n = 0;
    for (int i = 0; i < 2; i++) {
      try {
        for (int x : numbers(p, "a" + i)) { // closes
          if (x == 1) {
            break;
          }
          n += await(p.later(1));
        }
      } catch (IllegalStateException e) {
        n += 10;
        continue;
      } finally {
        n += 100;
      }
      n += 1000;
    }
    return completed(n);
  }

  // case 144
  @Async
  public static Coroutine<Object> loop_in_a_finally(Probe p) {
    try {
      p.log(await(p.later("body")));
    } finally {
      for (int x : numbers(p, "a")) { // closes
        if (x == 1) {
          break;
        }
      }
    }
    return completed("end");
  }

  // case 144
  @Async
  public static Coroutine<Object> loop_in_a_catch(Probe p) {
    try {
      await(p.fail(new IOException("body")));
    } catch (IOException e) {
      for (int x : numbers(p, "a")) { // closes
        if (x == 1) {
          return completed(e.getMessage());
        }
      }
    }
    return completed("none");
  }

  // case 144
  @Async
  public static Coroutine<Object> loop_in_a_try_with_resources(Probe p) {
    try (AutoCloseable resource = () -> p.log("close of the resource")) {
      for (int x : numbers(p, "a")) { // closes
        if (x == 1) {
          return completed(resource != null);
        }
      }
    } catch (Exception e) {
      p.log(e);
    }
    return completed("none");
  }

  // case 144
  @Async
  public static Coroutine<Object> resource_in_the_loop(Probe p) throws Exception {
    for (int x : numbers(p, "a")) { // closes
      try (AutoCloseable resource = () -> p.log("close " + x)) {
        p.log(await(p.later("body")));
        if (x == 1) {
          return completed(resource != null);
        }
      }
    }
    return completed("none");
  }

  // case 145
  @Async
  public static Coroutine<Object> switch_leaves_the_loop(Probe p) {
    String all = "";
    loop: for (int x : numbers(p, "a")) { // closes
      switch (x) {
        case 0:
          continue;
        case 1:
          all += "one";
          break;
        case 3:
          break loop;
        default:
          all += await(p.later("default"));
      }
    }
    return completed(all);
  }

  // case 145
  @Async
  public static Coroutine<Object> switch_on_strings_returns(Probe p) {
    for (int x : numbers(p, "a")) { // closes
      switch ("case " + x) {
        case "case 0" -> p.log(await(p.later("zero")));
        case "case 1" -> {
          return completed("one");
        }
        default -> throw new IllegalStateException();
      }
    }
    return completed("none");
  }

  // case 145
  @Async
  public static Coroutine<Object> loop_in_a_switch_expression_below_operands(Probe p) {
    int k = await(p.later(1));
    String text =
        "x"
            + k
            + switch (k) {
              case 1 -> {
                int sum = 0;
                for (int x : numbers(p, "a")) { // closes
                  if (x == 2) {
                    break;
                  }
                  sum += x;
                }
                yield sum;
              }
              default -> 0;
            };
    return completed(text);
  }

  // case 145
  @Async
  public static Coroutine<Object> conditions_leave_the_loop(Probe p) {
    int n = 0;
    for (int x : plain(p, "a")) { // closes
      if (x > 1 && n > 3 || x == 7) {
        break;
      }
      n += x > 2 ? await(p.later(1)) : 1;
    }
    return completed(n);
  }

  // case 145
  @Async
  public static Coroutine<Object> lambda_with_a_loop(Probe p) {
    return completed(
        await(
            async(
                () -> {
                  for (int x : numbers(p, "a")) { // closes
                    if (x == 1) {
                      return x + await(p.later(1));
                    }
                  }
                  return -1;
                })));
  }

  // Failing cleanups

  @Async
  static AsyncIterable<Integer> failingCleanup(Probe p) {
    try {
      emit(1);
      emit(2);
    } finally {
      await(p.fail(new IllegalArgumentException("cleanup")));
    }
    return end();
  }

  // case 146
  @Async
  public static Coroutine<Object> close_fails_after_a_failure(Probe p) {
    for (int x : failingCleanup(p)) { // closes
      throw new IllegalStateException("body " + x);
    }
    return completed("none");
  }

  // case 146
  @Async
  public static Coroutine<Object> close_fails_at_a_break(Probe p) {
    try {
      for (int x : failingCleanup(p)) { // closes
        p.log(x);
        break;
      }
    } catch (IllegalArgumentException e) {
      p.log(e);
    }
    return completed("end");
  }

  // case 146
  @Async
  public static Coroutine<Object> close_fails_at_a_return(Probe p) {
    for (int x : failingCleanup(p)) { // closes
      return completed(x);
    }
    return completed("none");
  }

  // case 146
  @Async
  public static Coroutine<Object> close_of_the_inner_loop_fails(Probe p) {
    for (int x : numbers(p, "outer")) { // closes
      for (int y : failingCleanup(p)) { // closes
        return completed(x + y);
      }
    }
    return completed("none");
  }

  @Async
  static AsyncIterable<Integer> passesOn(AsyncIterable<Integer> source) {
    for (int x : source) { // closes
      emit(x);
    }
    return end();
  }

  // case 146
  @Async
  public static Coroutine<Object> generators_that_loop_over_generators_are_closed(Probe p) {
    for (int x : passesOn(passesOn(numbers(p, "inmost")))) { // closes
      p.log(x);
      break;
    }
    return completed("end");
  }

  // case 146
  @Async
  public static Coroutine<Object> cleanup_deep_down_fails(Probe p) {
    for (int x : passesOn(failingCleanup(p))) { // closes
      p.log(x);
      break;
    }
    return completed("end");
  }
}
