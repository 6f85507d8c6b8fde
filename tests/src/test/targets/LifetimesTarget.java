package targets;

import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import dev.fermata.tests.probe.Probe;
import java.util.ArrayList;
import java.util.List;

/** Values that live from await to await, die between two, and are changed or not. */
public class LifetimesTarget {
  // case 38
  @Async
  public static Coroutine<Object> references_die_on_some_paths_only(Probe p) {
    StringBuilder first = new StringBuilder("first");
    List<String> second = new ArrayList<>(List.of("second"));
    String end = "";
    if (await(p.later(1)) == 1) {
      first.append(await(p.later("a")));
      p.log(first);
      await(p.later(0));
    } else {
      second.add(await(p.later("b")));
    }
    for (int i = 0; i < 2; i++) {
      String third = "third" + i;
      end += await(p.later(i));
      if (i == 0) {
        second.add(third);
      }
      end += await(p.later(0));
    }
    p.log(second);
    second = null;
    await(p.later(0));
    return completed(end + second);
  }

  // case 38
  @Async
  public static Coroutine<Object> references_die_in_a_handler(Probe p) {
    int[] data = {1, 2};
    String text = "text";
    try {
      data[0] += await(p.later(3));
      text += await(p.later("!"));
    } catch (RuntimeException e) {
      text = null;
      await(p.later(0));
      p.log(e);
    }
    await(p.later(0));
    return completed(data[0] + text);
  }

  // case 58
  @Async
  public static Coroutine<Object> invariants_and_variables_of_a_loop(Probe p) {
    String invariant = await(p.later("x"));
    long step = 3;
    double ratio = 0.5;
    long sum = 0;
    for (int i = 0; i < 3; i++) {
      sum += step * await(p.later(i));
      await(p.later(0));
      sum += (long) (ratio * await(p.later(8)));
    }
    return completed(invariant + sum + ratio);
  }

  // case 58
  @Async
  public static Coroutine<Object> changed_on_one_path_between_awaits(Probe p) {
    int n = 1;
    String s = "a";
    Object same = s;
    for (int i = 0; i < 4; i++) {
      await(p.later(i));
      if (i % 2 == 0) {
        n = n * 10;
      } else if (i == 1) {
        s = s + n;
      }
      await(p.later(i));
      n = n + 0;
      s = s;
    }
    await(p.later(0));
    return completed(n + s + (same == (Object) "a"));
  }

  // case 58
  @Async
  public static Coroutine<Object> swapped_variables(Probe p) {
    int a = 1;
    int b = 2;
    for (int i = 0; i < 3; i++) {
      await(p.later(i));
      int t = a;
      a = b;
      b = t;
      await(p.later(i));
    }
    return completed(a * 10 + b);
  }

  // case 118
  @Async
  public static Coroutine<Object> many_awaits_in_a_loop(Probe p) {
    long sum = 0;
    for (int i = 0; i < 100; i++) {
      sum += await(p.later(i));
    }
    return completed(sum);
  }
}
