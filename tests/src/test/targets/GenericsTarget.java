package targets;

import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import dev.fermata.tests.probe.Probe;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Generic methods and types. */
public class GenericsTarget {
  @Async
  static <T> Coroutine<T> identity(Probe p, T x) {
    T y = await(p.later(x));
    return completed(y);
  }

  @Async
  static <T extends Comparable<? super T>> Coroutine<T> max(Probe p, List<? extends T> xs) {
    T best = null;
    for (T x : xs) {
      T now = await(p.later(x));
      if (best == null || now.compareTo(best) > 0) {
        best = now;
      }
    }
    return completed(best);
  }

  @Async
  static <K extends Comparable<K>, V> Coroutine<Map<K, List<V>>> group(
      Probe p, List<V> vs, Function<? super V, ? extends K> key) {
    Map<K, List<V>> map = new TreeMap<>();
    for (V v : vs) {
      map.computeIfAbsent(key.apply(await(p.later(v))), k -> new ArrayList<>()).add(v);
    }
    return completed(map);
  }

  @Async
  static <X extends Exception> Coroutine<String> thrower(Probe p, X x) throws X {
    if (await(p.later(true))) {
      throw x;
    }
    return completed("none");
  }

  // case 105
  @Async
  public static Coroutine<Object> generic_methods(Probe p) {
    int a = await(identity(p, 1));
    String b = await(identity(p, "b"));
    long[] c = await(GenericsTarget.<long[]>identity(p, new long[] {3}));
    return completed(a + b + c[0] + await(max(p, List.of(3, 9, 4))));
  }

  // case 105
  @Async
  public static Coroutine<Object> generic_grouping(Probe p) {
    return completed(await(group(p, List.of("a", "bb", "cc"), String::length)).toString());
  }

  // case 105
  @Async
  public static Coroutine<Object> generic_exception(Probe p) {
    try {
      return completed(await(thrower(p, new java.io.IOException("generic"))));
    } catch (java.io.IOException e) {
      return completed("caught " + e.getMessage());
    }
  }

  static class Box<T extends CharSequence & Comparable<T>> {
    T value;

    Box(T value) {
      this.value = value;
    }

    @Async
    Coroutine<Integer> compare(Probe p, T other) {
      T mine = value;
      T theirs = await(p.later(other));
      return completed(mine.length() * 10 + Integer.signum(mine.compareTo(theirs)));
    }

    @Async
    <R> Coroutine<R> map(Probe p, Function<T, R> f) {
      return completed(f.apply(await(p.later(value))));
    }
  }

  // case 30
  @Async
  public static Coroutine<Object> intersection_bounds(Probe p) {
    Box<String> box = new Box<>("box");
    return completed(await(box.compare(p, "abc")) + await(box.map(p, s -> s + "mapped")));
  }

  // case 30
  @Async
  public static Coroutine<Object> raw_and_wildcard_results(Probe p) {
    List<? super Integer> any = await(p.later(new ArrayList<Number>()));
    any.add(await(p.later(5)));
    Comparator<String> order = await(p.later(Comparator.<String>reverseOrder()));
    return completed(any + "," + order.compare("a", await(p.later("b"))));
  }
}
