package targets;

import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import dev.fermata.tests.probe.Probe;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ConcurrentModificationException;

/** Awaits in loops of every kind. */
public class LoopsTarget {
  // case 61
  @Async
  public static Coroutine<Object> while_condition_awaits(Probe p) {
    int n = 0;
    while (await(p.later(n)) < 3) {
      n++;
      p.log("n " + n);
    }
    return completed(n);
  }

  // case 61
  @Async
  public static Coroutine<Object> while_body_and_condition_await(Probe p) {
    int n = 0;
    long sum = 0;
    while (n < 4 && await(p.later(true))) {
      sum += await(p.later(n)) * 10L;
      n++;
    }
    return completed(sum);
  }

  // case 61, case 49
  @Async
  public static Coroutine<Object> do_while(Probe p) {
    int n = 0;
    int last;
    do {
      last = await(p.later(n * 7));
      n++;
    } while (await(p.later(n)) < 3);
    return completed(last + n);
  }

  // case 62
  @Async
  public static Coroutine<Object> for_with_awaits_everywhere(Probe p) {
    String text = "";
    for (int i = await(p.later(0)), n = await(p.later(3)); i < await(p.later(n)); i += await(p.later(1))) {
      text += i + await(p.later(":"));
    }
    return completed(text);
  }

  // case 62
  @Async
  public static Coroutine<Object> long_induction_variable(Probe p) {
    long sum = 0;
    for (long l = 5_000_000_000L; l < 5_000_000_003L; l += await(p.later(1L))) {
      sum += l;
    }
    return completed(sum);
  }

  // case 62
  @Async
  public static Coroutine<Object> double_and_float_induction_variables(Probe p) {
    String text = "";
    for (double d = 0.5; d < 2; d += await(p.later(0.5))) {
      for (float f = 1; f < d; f++) {
        text += d + "/" + f + await(p.later(","));
      }
    }
    return completed(text);
  }

  // case 63, case 57
  @Async
  public static Coroutine<Object> foreach_over_an_array(Probe p) {
    int sum = 0;
    for (int x : new int[] {1, 2, 3}) {
      sum = sum * 10 + await(p.later(x));
    }
    for (String s : await(p.later(new String[] {"a", "b"}))) {
      sum += await(p.later(s)).length();
    }
    for (long l : new long[] {4, 5}) {
      sum += l;
      await(p.later(l));
    }
    return completed(sum);
  }

  // case 63, case 57
  @Async
  public static Coroutine<Object> foreach_over_an_iterable(Probe p) {
    List<Object> seen = new ArrayList<>();
    for (Integer x : await(p.later(List.of(1, 2, 3)))) {
      seen.add(x);
      seen.add(await(p.later("x" + x)));
    }
    return completed(seen.toString());
  }

  // case 63
  @Async
  public static Coroutine<Object> concurrent_modification_is_seen_after_an_await(Probe p) {
    List<String> list = new ArrayList<>(List.of("a", "b", "c"));
    try {
      for (String s : list) {
        p.log(s);
        list.add(await(p.later("d")));
      }
    } catch (ConcurrentModificationException e) {
      p.log("caught");
    }
    return completed(list.toString());
  }

  // case 64
  @Async
  public static Coroutine<Object> break_and_continue(Probe p) {
    String text = "";
    for (int i = 0; i < 10; i++) {
      if (i == await(p.later(1))) {
        continue;
      }
      if (i > 3) {
        break;
      }
      text += i;
      if (await(p.later(i)) == 2) {
        continue;
      }
      text += ";";
    }
    return completed(text);
  }

  // case 64
  @Async
  public static Coroutine<Object> labelled_break_and_continue(Probe p) {
    String text = "";
    outer:
    for (int i = 0; i < 3; i++) {
      for (int j = 0; ; j++) {
        if (j == await(p.later(2))) {
          continue outer;
        }
        if (i + j == 3) {
          break outer;
        }
        text += i + "" + j + " ";
        block:
        {
          if (j == 0) {
            break block;
          }
          text += await(p.later("-"));
        }
      }
    }
    return completed(text);
  }

  // case 64
  @Async
  public static Coroutine<Object> return_out_of_nested_loops(Probe p) {
    for (int i = 0; ; i++) {
      for (int j = 0; j < 2; j++) {
        if (await(p.later(i * 2 + j)) == 3) {
          return completed(i + "," + j);
        }
      }
    }
  }

  // case 65
  @Async
  public static Coroutine<Object> infinite_loop_ended_by_an_exception(Probe p) {
    int n = 0;
    while (true) {
      p.log(n);
      if (await(p.later(n++)) == 2) {
        throw new IllegalStateException("enough");
      }
    }
  }

  // case 65
  @Async
  public static Coroutine<Object> loop_is_the_last_statement(Probe p) {
    for (int i = 0; ; ) {
      if (i++ > await(p.later(1))) {
        return completed(i);
      }
    }
  }

  // case 66
  @Async
  public static Coroutine<Object> await_in_the_outer_loop_only(Probe p) {
    long sum = 0;
    for (int i = 0; i < 3; i++) {
      int n = await(p.later(i + 1));
      for (int j = 0; j < 100; j++) {
        sum += n * j;
      }
    }
    return completed(sum);
  }

  // case 66
  @Async
  public static Coroutine<Object> await_in_the_inner_loop_only(Probe p) {
    int sum = 0;
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 2; j++) {
        for (int k = 0; k < 2; k++) {
          sum = sum * 2 + await(p.later(i ^ j ^ k));
        }
        sum++;
      }
      sum--;
    }
    return completed(sum);
  }

  // case 66
  @Async
  public static Coroutine<Object> awaits_before_in_and_after_every_loop(Probe p) {
    int sum = await(p.later(1));
    for (int i = 0; i < 2; i++) {
      sum += await(p.later(2));
      for (int j = 0; j < 2; j++) {
        sum += await(p.later(3));
      }
      sum += await(p.later(4));
      int k = 2;
      while (k-- > 0) {
        sum ^= await(p.later(k));
      }
    }
    return completed(sum + await(p.later(5)));
  }

  // case 67
  @Async
  public static Coroutine<Object> rarely_taken_await(Probe p) {
    long sum = 0;
    for (int i = 0; i < 1000; i++) {
      sum += i;
      if (i % 400 == 399) {
        sum *= await(p.later(2));
      }
    }
    return completed(sum);
  }

  // case 50
  @Async
  public static Coroutine<Object> body_that_never_runs(Probe p) {
    String s = "initial";
    for (int i = 0; i < await(p.later(0)); i++) {
      s = await(p.later("changed"));
    }
    while (true) {
      if (s.length() > 1) {
        break;
      }
      s += await(p.later("x"));
    }
    for (String t : List.of("a", "b")) {
      s += await(p.later(t));
    }
    return completed(s);
  }

  // case 48
  @Async
  public static Coroutine<Object> slot_is_dead_here_and_alive_there(Probe p) {
    String text = "";
    for (int i = 0; i < 3; i++) {
      String a = await(p.later("a" + i));
      if (i == 1) {
        await(p.later(1));
        continue;
      }
      String b = await(p.later("b")) + a;
      text += b;
    }
    return completed(text);
  }

  // case 81, case 93
  @Async
  public static Coroutine<Object> loop_header_starts_a_try(Probe p) {
    int n = 0;
    while (true) {
      try {
        n += await(p.later(1));
        if (n >= 3) {
          return completed(n);
        }
      } catch (RuntimeException e) {
        p.log(e.getMessage());
        n += await(p.later(2));
      }
    }
  }

  // case 63
  @Async
  public static Coroutine<Object> explicit_iterator(Probe p) {
    Iterator<String> it = List.of("a", "b", "c").iterator();
    StringBuilder out = new StringBuilder();
    do {
      out.append(await(p.later(it.next())));
    } while (it.hasNext() && await(p.later(true)));
    return completed(out.toString());
  }

  // case 56
  @Async
  public static Coroutine<Object> increments_of_spilled_variables(Probe p) {
    int i = 0;
    int big = 100_000;
    while (i < 6) {
      i += 2;
      await(p.later(i));
      i--;
      big += 30_000;
      await(p.later(big));
      i++;
    }
    return completed(i + big);
  }

  // case 64
  @Async
  public static Coroutine<Object> loops_one_after_the_other(Probe p) {
    int sum = 0;
    for (int i = 0; i < 2; i++) {
      sum += await(p.later(i));
    }
    for (int i = 5; i < 7; i++) {
      sum += i;
    }
    for (long i = 7; i < 9; i++) {
      sum += await(p.later((int) i));
    }
    int i = 3;
    do {
      sum -= await(p.later(1));
    } while (--i > 0);
    return completed(sum);
  }
}
