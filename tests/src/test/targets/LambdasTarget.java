package targets;

import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import dev.fermata.tests.probe.Probe;
import dev.fermata.AsyncCallable;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/** Async lambdas, lambdas beside awaits, and method references to async methods. */
public class LambdasTarget {
  private String name = "field";

  // case 109
  @Async
  public static Coroutine<Object> async_callable(Probe p) {
    int x = 5;
    String s = "captured";
    return completed(
        await(
            async(
                () -> {
                  int a = await(p.later(1));
                  return s + (a + x + await(p.later(2)));
                })));
  }

  // case 109
  @Async
  public static Coroutine<Object> async_callable_without_captures(Probe p) {
    AsyncCallable<String> body = () -> await(async(() -> "inner")) + "outer";
    return completed(await(async(body)) + await(p.later("!")));
  }

  // case 109
  @Async
  public static Coroutine<Object> nested_async_callables(Probe p) {
    long wide = 7;
    return completed(
        await(
            async(
                () -> {
                  String outer = await(p.later("outer"));
                  int deeper =
                      await(
                          async(
                              () -> {
                                int n = await(p.later(3));
                                return n + outer.length() + (int) wide;
                              }));
                  return outer + deeper + await(p.later("end"));
                })));
  }

  // case 109
  @Async
  public static Coroutine<Object> one_lambda_runs_many_times(Probe p) {
    int[] runs = {0};
    AsyncCallable<Integer> body = () -> ++runs[0] * await(p.later(10));
    int sum = 0;
    for (int i = 0; i < 3; i++) {
      sum += await(async(body));
    }
    return completed(sum);
  }

  // case 109
  @Async
  public static Coroutine<Object> lambda_that_throws(Probe p) {
    try {
      return completed(
          await(
              async(
                  () -> {
                    if (await(p.later(true))) {
                      throw new java.io.IOException(await(p.later("checked")));
                    }
                    return "none";
                  })));
    } catch (Exception e) {
      return completed("caught " + e.getMessage());
    }
  }

  // case 109
  @Async
  public static Coroutine<Object> lambda_with_control_flow(Probe p) {
    return completed(
        await(
            async(
                () -> {
                  String s = "";
                  for (int i = 0; i < 3; i++) {
                    try {
                      if (i == 1) {
                        continue;
                      }
                      s += await(p.later("x" + i));
                    } catch (RuntimeException e) {
                      s += "c";
                    } finally {
                      s += await(p.later("f"));
                    }
                  }
                  return s;
                })));
  }

  @Async
  private Coroutine<String> of_this(Probe p) {
    AsyncCallable<String> body =
        () -> {
          String before = name;
          name = await(p.later("changed"));
          return before + this.name;
        };
    return completed(await(async(body)) + name);
  }

  // case 109
  @Async
  public static Coroutine<Object> lambda_that_captures_this(Probe p) {
    return completed(await(new LambdasTarget().of_this(p)));
  }

  // case 109
  @Async
  public static Coroutine<Object> lambda_whose_type_is_async(Probe p) {
    Function<Integer, Coroutine<Integer>> f = x -> completed(await(p.later(x)) + 1);
    BiFunction<String, Long, Coroutine<String>> g =
        (s, l) -> {
          String t = s + await(p.later("g"));
          return completed(t + l);
        };
    return completed(await(f.apply(1)) + await(g.apply("s", 5L)) + await(f.apply(await(p.later(7)))));
  }

  @Async
  static Coroutine<Integer> increment(Probe p, Integer x) {
    return completed(await(p.later(x)) + 1);
  }

  @Async
  Coroutine<String> bound(Probe p) {
    return completed(name + await(p.later("bound")));
  }

  // case 109
  @Async
  public static Coroutine<Object> method_references(Probe p) {
    BiFunction<Probe, Integer, Coroutine<Integer>> f = LambdasTarget::increment;
    Function<Probe, Coroutine<String>> g = new LambdasTarget()::bound;
    return completed(await(f.apply(p, 1)) + await(g.apply(p)) + await(f.apply(p, await(p.later(2)))));
  }

  // case 53, case 109
  @Async
  public static Coroutine<Object> plain_lambdas_between_awaits(Probe p) {
    String a = await(p.later("a"));
    Supplier<String> s = () -> a + "s";
    String b = await(p.later("b")) + s.get();
    Supplier<String> t = () -> b + s.get();
    await(p.later(0));
    return completed(t.get());
  }

  // case 109
  @Async
  public static Coroutine<Object> lambda_without_an_await(Probe p) {
    await(p.later(0));
    return completed(await(async(() -> "no await")) + await(async(() -> null)));
  }

  // case 109
  @Async
  public static Coroutine<Object> primitive_captures(Probe p) {
    boolean z = true;
    byte b = 1;
    char c = 'c';
    short s = 2;
    int i = 3;
    long l = 4;
    float f = 5;
    double d = 6;
    return completed(
        await(async(() -> z + "" + b + c + await(p.later(",")) + s + i + l + await(p.later(",")) + f + d)));
  }
}
