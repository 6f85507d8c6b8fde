package targets;

import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import dev.fermata.tests.probe.Probe;
import java.util.List;
import java.util.ArrayList;

/** Methods of every kind, and calls between them. */
public class MethodsTarget {
  private int base = 100;
  private static int counter;

  @Async
  private static Coroutine<Integer> private_static(Probe p, int x) {
    return completed(await(p.later(x)) + 1);
  }

  @Async
  private Coroutine<Integer> private_instance(Probe p, int x) {
    base += await(p.later(x));
    return completed(base);
  }

  @Async
  final Coroutine<Integer> final_instance(Probe p, int x) {
    return completed(await(private_instance(p, x)) + await(this.private_instance(p, 1)));
  }

  @Async
  protected Coroutine<Integer> virtual(Probe p, int x) {
    int before = this.base;
    int got = await(p.later(x));
    return completed(before + got + this.base);
  }

  @Async
  static Coroutine<Double> strict(Probe p, double d) {
    return completed(d * await(p.later(0.1)));
  }

  @Async
  static Coroutine<Integer> sum(Probe p, int... xs) {
    int sum = 0;
    for (int x : xs) {
      sum += await(p.later(x));
    }
    return completed(sum);
  }

  // case 105
  @Async
  public static Coroutine<Object> static_private_final_virtual(Probe p) {
    MethodsTarget t = new MethodsTarget();
    return completed(
        await(private_static(p, 1)) + "," + await(t.private_instance(p, 2)) + "," + await(t.final_instance(p, 3)) + "," + await(t.virtual(p, 4)) + "," + await(strict(p, 3)));
  }

  // case 105
  @Async
  public static Coroutine<Object> varargs_method(Probe p) {
    return completed(await(sum(p)) + await(sum(p, 1)) + await(sum(p, await(p.later(2)), 3)));
  }

  // case 54
  @Async
  public static Coroutine<Object> this_after_a_resume(Probe p) {
    MethodsTarget t = new MethodsTarget();
    return completed(await(t.virtual(p, await(t.virtual(p, 1)))));
  }

  @Async
  static Coroutine<Integer> overloaded(Probe p, int x) {
    return completed(await(p.later(x)) + 1);
  }

  @Async
  static Coroutine<Integer> overloaded(Probe p, long x) {
    return completed(await(p.later((int) x)) + 2);
  }

  @Async
  static Coroutine<Integer> overloaded(Probe p, Object x) {
    return completed(await(p.later(3)));
  }

  // case 134
  @Async
  public static Coroutine<Object> overloads(Probe p) {
    return completed(await(overloaded(p, 1)) * 100 + await(overloaded(p, 1L)) * 10 + await(overloaded(p, "x")));
  }

  @Async
  static Coroutine<Integer> fib(Probe p, int n) {
    if (n < 2) {
      return completed(n == 0 ? 0 : await(p.later(1)));
    }
    return completed(await(fib(p, n - 1)) + await(fib(p, n - 2)));
  }

  // case 110
  @Async
  public static Coroutine<Object> recursion(Probe p) {
    return completed(await(fib(p, 6)));
  }

  @Async
  static Coroutine<Boolean> even(Probe p, int n) {
    return completed(n == 0 ? await(p.later(true)) : await(odd(p, n - 1)));
  }

  @Async
  static Coroutine<Boolean> odd(Probe p, int n) {
    if (n == 0) {
      return completed(false);
    }
    boolean r = await(even(p, n - 1));
    await(p.later(n));
    return completed(r);
  }

  // case 110
  @Async
  public static Coroutine<Object> mutual_recursion(Probe p) {
    return completed(await(even(p, 7)) + "," + await(odd(p, 5)));
  }

  @Async
  Coroutine<Integer> reentrant(Probe p, int depth) {
    base++;
    int mine = base;
    if (depth > 0) {
      mine += await(reentrant(p, depth - 1));
    }
    mine += await(p.later(depth));
    return completed(mine);
  }

  // case 110
  @Async
  public static Coroutine<Object> recursion_on_one_object(Probe p) {
    return completed(await(new MethodsTarget().reentrant(p, 3)));
  }

  // case 111
  @Async
  public static Coroutine<Object> tail_awaits(Probe p) {
    int k = await(p.later(2));
    if (k == 1) {
      return completed(await(private_static(p, 1)));
    }
    switch (k) {
      case 2:
        try {
          return completed((long) await(private_static(p, 5)));
        } catch (IllegalStateException e) {
          return completed(-1);
        }
      default:
        return completed(await(private_static(p, 7)));
    }
  }

  @Async
  static Coroutine<Object> passed_on(Probe p, int x) {
    if (x > 0) {
      return passed_on(p, x - 1);
    }
    return completed(await(p.later("bottom")));
  }

  // case 111
  @Async
  public static Coroutine<Object> plain_return_of_another_call(Probe p) {
    await(p.later(0));
    return passed_on(p, 3);
  }

  // case 54
  @Async
  public static Coroutine<Object> receiver_and_arguments_in_order(Probe p) {
    MethodsTarget a = new MethodsTarget();
    return completed(await(p.see(await(p.later(a)) == a) ? a.virtual(p, p.see(await(p.later(1)))) : null));
  }

  // case 113
  @Async
  public static Coroutine<Object> caller_sensitive_calls(Probe p) throws ClassNotFoundException {
    String before = java.lang.invoke.MethodHandles.lookup().lookupClass().getName();
    await(p.later(0));
    String after = java.lang.invoke.MethodHandles.lookup().lookupClass().getName();
    Class<?> found = Class.forName("targets.MethodsTarget");
    return completed(before + after + (found == MethodsTarget.class));
  }

  // case 108
  @Async
  public static Coroutine<Object> private_members_after_a_resume(Probe p) {
    counter = 1;
    Nested n = new Nested();
    await(p.later(0));
    n.secret += counter;
    counter += await(n.hidden(p));
    return completed(n.secret + counter);
  }

  private static class Nested {
    private int secret = 10;

    @Async
    private Coroutine<Integer> hidden(Probe p) {
      int r = await(p.later(5)) + secret + counter;
      secret = r;
      return completed(r);
    }
  }

  // case 80
  @Async
  public static Coroutine<Object> a_hundred_awaits(Probe p) {
    long sum = 0;
    sum = sum * 3 + await(p.later(0));
    sum = sum * 3 + await(p.later(1));
    sum = sum * 3 + await(p.later(2));
    sum = sum * 3 + await(p.later(3));
    sum = sum * 3 + await(p.later(4));
    sum = sum * 3 + await(p.later(5));
    sum = sum * 3 + await(p.later(6));
    sum = sum * 3 + await(p.later(7));
    sum = sum * 3 + await(p.later(8));
    sum = sum * 3 + await(p.later(9));
    sum = sum * 3 + await(p.later(10));
    sum = sum * 3 + await(p.later(11));
    sum = sum * 3 + await(p.later(12));
    sum = sum * 3 + await(p.later(13));
    sum = sum * 3 + await(p.later(14));
    sum = sum * 3 + await(p.later(15));
    sum = sum * 3 + await(p.later(16));
    sum = sum * 3 + await(p.later(17));
    sum = sum * 3 + await(p.later(18));
    sum = sum * 3 + await(p.later(19));
    sum = sum * 3 + await(p.later(20));
    sum = sum * 3 + await(p.later(21));
    sum = sum * 3 + await(p.later(22));
    sum = sum * 3 + await(p.later(23));
    sum = sum * 3 + await(p.later(24));
    sum = sum * 3 + await(p.later(25));
    sum = sum * 3 + await(p.later(26));
    sum = sum * 3 + await(p.later(27));
    sum = sum * 3 + await(p.later(28));
    sum = sum * 3 + await(p.later(29));
    sum = sum * 3 + await(p.later(30));
    sum = sum * 3 + await(p.later(31));
    sum = sum * 3 + await(p.later(32));
    sum = sum * 3 + await(p.later(33));
    sum = sum * 3 + await(p.later(34));
    sum = sum * 3 + await(p.later(35));
    sum = sum * 3 + await(p.later(36));
    sum = sum * 3 + await(p.later(37));
    sum = sum * 3 + await(p.later(38));
    sum = sum * 3 + await(p.later(39));
    sum = sum * 3 + await(p.later(40));
    sum = sum * 3 + await(p.later(41));
    sum = sum * 3 + await(p.later(42));
    sum = sum * 3 + await(p.later(43));
    sum = sum * 3 + await(p.later(44));
    sum = sum * 3 + await(p.later(45));
    sum = sum * 3 + await(p.later(46));
    sum = sum * 3 + await(p.later(47));
    sum = sum * 3 + await(p.later(48));
    sum = sum * 3 + await(p.later(49));
    sum = sum * 3 + await(p.later(50));
    sum = sum * 3 + await(p.later(51));
    sum = sum * 3 + await(p.later(52));
    sum = sum * 3 + await(p.later(53));
    sum = sum * 3 + await(p.later(54));
    sum = sum * 3 + await(p.later(55));
    sum = sum * 3 + await(p.later(56));
    sum = sum * 3 + await(p.later(57));
    sum = sum * 3 + await(p.later(58));
    sum = sum * 3 + await(p.later(59));
    sum = sum * 3 + await(p.later(60));
    sum = sum * 3 + await(p.later(61));
    sum = sum * 3 + await(p.later(62));
    sum = sum * 3 + await(p.later(63));
    sum = sum * 3 + await(p.later(64));
    sum = sum * 3 + await(p.later(65));
    sum = sum * 3 + await(p.later(66));
    sum = sum * 3 + await(p.later(67));
    sum = sum * 3 + await(p.later(68));
    sum = sum * 3 + await(p.later(69));
    sum = sum * 3 + await(p.later(70));
    sum = sum * 3 + await(p.later(71));
    sum = sum * 3 + await(p.later(72));
    sum = sum * 3 + await(p.later(73));
    sum = sum * 3 + await(p.later(74));
    sum = sum * 3 + await(p.later(75));
    sum = sum * 3 + await(p.later(76));
    sum = sum * 3 + await(p.later(77));
    sum = sum * 3 + await(p.later(78));
    sum = sum * 3 + await(p.later(79));
    sum = sum * 3 + await(p.later(80));
    sum = sum * 3 + await(p.later(81));
    sum = sum * 3 + await(p.later(82));
    sum = sum * 3 + await(p.later(83));
    sum = sum * 3 + await(p.later(84));
    sum = sum * 3 + await(p.later(85));
    sum = sum * 3 + await(p.later(86));
    sum = sum * 3 + await(p.later(87));
    sum = sum * 3 + await(p.later(88));
    sum = sum * 3 + await(p.later(89));
    sum = sum * 3 + await(p.later(90));
    sum = sum * 3 + await(p.later(91));
    sum = sum * 3 + await(p.later(92));
    sum = sum * 3 + await(p.later(93));
    sum = sum * 3 + await(p.later(94));
    sum = sum * 3 + await(p.later(95));
    sum = sum * 3 + await(p.later(96));
    sum = sum * 3 + await(p.later(97));
    sum = sum * 3 + await(p.later(98));
    sum = sum * 3 + await(p.later(99));
    return completed(sum);
  }

  // case 110
  @Async
  public static Coroutine<Object> list_of_results(Probe p) {
    List<Object> results = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      results.add(await(fib(p, i)));
      results.add(await(private_static(p, i)));
    }
    return completed(results.toString());
  }
}
