package targets;

import static dev.fermata.Fermata.*;

import dev.fermata.AsyncCallable;
import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import dev.fermata.tests.probe.Probe;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/** Async lambdas in every form that compilers give them: what they capture, and of which type. */
public class LambdaFormsTarget implements Serializable {
  private static final long serialVersionUID = 1;

  private String name = "this";

  @SuppressWarnings("unchecked")
  static <T> T copy(T object) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())) {
          @Override
          protected Class<?> resolveClass(ObjectStreamClass description)
              throws ClassNotFoundException {
            return Class.forName(
                description.getName(), false, LambdaFormsTarget.class.getClassLoader());
          }
        }) {
      return (T) in.readObject();
    }
  }

  // case 109, case 112
  @Async
  public static Coroutine<Object> serialisable(Probe p) throws Exception {
    AsyncCallable<String> body =
        (AsyncCallable<String> & Serializable)
            () -> "read" + await(Probe.current().later("a")) + await(Probe.current().later("b"));
    AsyncCallable<String> copy = copy(body);
    return completed(await(async(copy)) + await(async(body)) + await(async(copy(copy))));
  }

  // case 109, case 112
  @Async
  public static Coroutine<Object> serialisable_with_captures(Probe p) throws Exception {
    String s = "s";
    int i = 1;
    long l = 2;
    double d = 3;
    boolean z = true;
    int[] array = {4, 5};
    AsyncCallable<Object> body =
        (AsyncCallable<Object> & Serializable)
            () -> s + i + l + await(Probe.current().later("a")) + d + z + Arrays.toString(array);
    AsyncCallable<Object> copy = copy(body);
    array[0] = 9;
    return completed(await(async(copy)) + "," + await(async(body)));
  }

  @Async
  Coroutine<String> of_this(Probe p) throws Exception {
    AsyncCallable<String> body =
        (AsyncCallable<String> & Serializable)
            () -> {
              String before = name;
              name = await(Probe.current().later("changed"));
              return before + name;
            };
    AsyncCallable<String> copy = copy(body);
    name = "original";
    return completed(await(async(copy)) + name);
  }

  // case 109, case 112
  @Async
  public static Coroutine<Object> serialisable_with_this(Probe p) throws Exception {
    return completed(await(new LambdaFormsTarget().of_this(p)));
  }

  interface SerialFunction<A, B> extends Function<A, B>, Serializable {}

  // case 109, case 112
  @Async
  public static Coroutine<Object> serialisable_function(Probe p) throws Exception {
    int base = await(p.later(10));
    SerialFunction<Integer, Coroutine<Integer>> f =
        x -> completed(x + base + await(Probe.current().later(100)));
    SerialFunction<Integer, Coroutine<Integer>> g = LambdaFormsTarget::reference;
    SerialFunction<Integer, String> plain = x -> "plain" + x;
    return completed(
        await(copy(f).apply(1)) + "," + await(copy(g).apply(2)) + copy(plain).apply(base));
  }

  @Async
  static Coroutine<Integer> reference(Integer x) {
    return completed(x * await(Probe.current().later(2)));
  }

  interface Marker {
    default String mark() {
      return "mark";
    }
  }

  interface Other<T> extends AsyncCallable<T> {}

  // case 109
  @Async
  public static Coroutine<Object> marker_interfaces(Probe p) throws Exception {
    AsyncCallable<String> body =
        (AsyncCallable<String> & Marker & RandomAccess & Serializable)
            () -> "marked" + await(Probe.current().later("!"));
    AsyncCallable<String> again =
        (AsyncCallable<String> & Other<String>) () -> "other" + await(p.later("?"));
    String s = ((Marker) body).mark() + (body instanceof RandomAccess);
    s += (again instanceof Other) + ((Marker) copy(body)).mark();
    return completed(s + await(async(copy(body))) + await(async(again)));
  }

  interface Numbered extends Other<Integer>, Serializable {
    @Override
    Integer call() throws Exception;

    default int number() {
      return 5;
    }
  }

  // case 109: an AsyncCallable of one's own, and one that is not the first of the intersection
  @Async
  public static Coroutine<Object> subinterfaces_of_async_callable(Probe p) throws Exception {
    Other<String> other = () -> "other" + await(p.later("!"));
    Numbered numbered = () -> 1 + await(Probe.current().later(10));
    AsyncCallable<String> second =
        (Marker & AsyncCallable<String> & Serializable)
            () -> await(Probe.current().later("second"));
    String s = await(async(other)) + await(async(numbered)) + await(async(copy(numbered)));
    s += copy(numbered).number() + ((Marker) copy(second)).mark();
    return completed(s + await(async(copy(second))));
  }

  // case 109
  @Async
  public static Coroutine<Object> wide_captures(Probe p) {
    long a = await(p.later(1L));
    int b = 2;
    double c = await(p.later(3.5));
    String d = "d";
    float e = 4;
    AsyncCallable<String> body =
        () -> {
          double sum = a + b + await(p.later(0.25)) + c;
          AsyncCallable<Double> inner = () -> sum * await(p.later(2)) + a;
          return d + sum + await(async(inner)) + e;
        };
    return completed(await(async(body)));
  }

  @Async
  static <T extends Comparable<T>> Coroutine<T> greatest(Probe p, List<T> xs) {
    AsyncCallable<T> body =
        () -> {
          T best = null;
          for (T x : xs) {
            T now = await(p.later(x));
            best = best == null || now.compareTo(best) > 0 ? now : best;
          }
          return best;
        };
    return completed(await(async(body)));
  }

  // case 109
  @Async
  public static Coroutine<Object> generic_lambda(Probe p) {
    return completed(await(greatest(p, List.of(3, 9, 4))) + await(greatest(p, List.of("a", "b"))));
  }

  @SafeVarargs
  static <T> Coroutine<List<T>> allOf(AsyncCallable<? extends T>... bodies) {
    AsyncCallable<List<T>> all =
        () -> {
          List<T> results = new ArrayList<>();
          for (AsyncCallable<? extends T> body : bodies) {
            T one = await(async(body));
            results.add(one);
          }
          return results;
        };
    Supplier<Coroutine<List<T>>> made = () -> completed(await(async(all)));
    return made.get();
  }

  // case 109
  @Async
  public static Coroutine<Object> varargs_of_lambdas(Probe p) {
    List<Object> all =
        await(allOf(() -> await(p.later(1)), () -> "two", () -> await(p.later(3L)) + 1));
    return completed(all.toString());
  }

  @Async
  static Coroutine<Integer> sum(Probe p, int... xs) {
    int sum = 0;
    for (int x : xs) {
      sum += await(p.later(x));
    }
    return completed(sum);
  }

  interface IntPair {
    Coroutine<Integer> apply(Probe p, int a, int b);
  }

  class Inner {
    @Async
    Coroutine<String> run(Probe p, String s) {
      return completed(name + s + await(p.later("inner")));
    }
  }

  static class Base {
    @Async
    Coroutine<String> overridden(Probe p) {
      return completed("base" + await(p.later("b")));
    }
  }

  static class Derived extends Base {
    @Async
    @Override
    Coroutine<String> overridden(Probe p) {
      Function<Probe, Coroutine<String>> above = super::overridden;
      Supplier<Coroutine<String>> bound = () -> super.overridden(p);
      return completed("derived" + await(above.apply(p)) + await(bound.get()));
    }
  }

  // case 109
  @Async
  public static Coroutine<Object> references_to_async_methods(Probe p) {
    IntPair varargs = LambdaFormsTarget::sum;
    Inner inner = new LambdaFormsTarget().new Inner();
    BiFunction<Probe, String, Coroutine<String>> bound = inner::run;
    Function<Probe, Coroutine<String>> derived = new Derived()::overridden;
    BiFunction<Base, Probe, Coroutine<String>> unbound = Base::overridden;
    return completed(
        await(varargs.apply(p, 1, await(p.later(2))))
            + await(bound.apply(p, "s"))
            + await(derived.apply(p))
            + await(unbound.apply(new Derived(), p)));
  }

  // case 109
  @Async
  public static Coroutine<Object> async_callable_of_a_plain_method(Probe p) {
    AsyncCallable<String> plain = "text"::trim;
    AsyncCallable<Coroutine<Integer>> coroutine = () -> sum(p, await(p.later(4)), 5);
    return completed(await(async(plain)) + await(await(async(coroutine))));
  }

  // case 109: compilers without debug information may share the body of equal lambdas
  @Async
  public static Coroutine<Object> equal_lambdas(Probe p) {
    AsyncCallable<Integer> a = () -> await(Probe.current().later(7));
    AsyncCallable<Integer> b = () -> await(Probe.current().later(7));
    AsyncCallable<Integer> c =
        (AsyncCallable<Integer> & Serializable) () -> await(Probe.current().later(7));
    Supplier<Coroutine<Integer>> d = () -> completed(await(Probe.current().later(8)));
    Supplier<Coroutine<Integer>> e = () -> completed(await(Probe.current().later(8)));
    return completed(
        await(async(a)) + await(async(b)) + await(async(c)) + await(d.get()) + await(e.get()));
  }

  // case 109: one object as two functional interfaces
  @Async
  public static Coroutine<Object> two_interfaces(Probe p) {
    Function<Probe, Coroutine<String>> f = q -> completed("f" + await(q.later("f")));
    AsyncCallable<String> g = () -> await(f.apply(p));
    Supplier<Coroutine<String>> h = () -> completed(await(async(g)));
    return completed(await(h.get()) + await(async(g)) + await(f.apply(p)));
  }

  // case 109
  @Async
  public static Coroutine<Object> lambda_in_an_anonymous_class(Probe p) {
    String s = await(p.later("s"));
    Supplier<AsyncCallable<String>> made =
        new Supplier<>() {
          private final String mine = s + "mine";

          @Override
          public AsyncCallable<String> get() {
            return () -> mine + await(p.later("x")) + s;
          }
        };
    return completed(await(async(made.get())));
  }

  // case 109
  @Async
  public static Coroutine<Object> lambda_in_a_switch_and_a_condition(Probe p) {
    int k = await(p.later(2));
    AsyncCallable<String> body =
        switch (k) {
          case 1 -> () -> "one" + await(p.later("1"));
          case 2 -> k > 5 ? () -> "never" : () -> "two" + await(p.later("2"));
          default -> () -> await(p.later("many"));
        };
    return completed(await(async(body)));
  }
}
