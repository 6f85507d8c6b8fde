package targets;

import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import dev.fermata.tests.probe.Probe;
import java.util.Arrays;

/** Awaits in the arguments of constructors, where an uninitialised object lies below. */
public class ConstructorsTarget {
  static class T {
    final String text;

    T(int a, String b) {
      text = "T(" + a + "," + b + ")";
    }

    T(long a, double b, String c, long d) {
      text = "T(" + a + "," + b + "," + c + "," + d + ")";
    }

    T() {
      text = "T()";
    }

    @Override
    public String toString() {
      return text;
    }
  }

  // case 5
  @Async
  public static Coroutine<Object> new_with_an_awaited_argument(Probe p) {
    return completed(new T(1, await(p.later("x"))));
  }

  // case 5
  @Async
  public static Coroutine<Object> new_with_a_first_awaited_argument(Probe p) {
    T t = new T(await(p.later(1)), "y");
    return completed(t + await(p.later("z")));
  }

  // case 6
  @Async
  public static Coroutine<Object> nested_new(Probe p) {
    return completed(
        new T(await(p.later(1)), new T(2, new T(await(p.later(3)), await(p.later("b"))).toString()).toString()));
  }

  // case 7
  @Async
  public static Coroutine<Object> wide_constructor_arguments(Probe p) {
    return completed(
        new T(await(p.later(1L)), await(p.later(2.5)), await(p.later("s")), await(p.later(4L))));
  }

  // case 7
  @Async
  public static Coroutine<Object> wide_values_below_in_constructor(Probe p) {
    return completed(g(1L, new T(5L, 6.5, await(p.later("s")), 7L), 2.5));
  }

  static String g(long a, T t, double b) {
    return a + "," + t + "," + b;
  }

  // case 8
  @Async
  public static Coroutine<Object> one_branch_of_the_argument_awaits(Probe p) {
    boolean b = await(p.later(true));
    T first = new T(1, b ? await(p.later("y")) : "n");
    T second = new T(2, b ? "n" : await(p.later("y")));
    T third = new T(3, await(p.later(b)) ? await(p.later("y")) : await(p.later("n")));
    return completed(first + "," + second + "," + third);
  }

  // case 9
  @Async
  public static Coroutine<Object> throw_out_of_an_argument(Probe p) {
    int k = await(p.later(2));
    return completed(
        new T(
            1,
            switch (k) {
              case 1 -> await(p.later("one"));
              default -> throw new IllegalStateException(await(p.later("thrown")));
            }));
  }

  // case 9, case 15
  @Async
  public static Coroutine<Object> caught_throw_out_of_an_argument(Probe p) {
    String result;
    try {
      result =
          new T(
                  await(p.later(1)),
                  switch (await(p.later(3))) {
                    case 1 -> "one";
                    case 2 -> await(p.later("two"));
                    default -> throw new IllegalStateException("thrown" + await(p.later(1)));
                  })
              .toString();
    } catch (IllegalStateException e) {
      result = "caught " + e.getMessage() + await(p.later("!"));
    }
    return completed(result);
  }

  // case 11
  @Async
  public static Coroutine<Object> new_as_a_statement(Probe p) {
    new T(1, await(p.later("dropped")));
    new Logging(p, await(p.later("kept")));
    new Logging(p, p.see(await(p.later("again")))).hashCode();
    return completed("end");
  }

  static class Logging {
    Logging(Probe p, String text) {
      p.log("made with " + text);
    }
  }

  static class Counted {
    static int made;

    final int number = ++made;

    Counted(int ignored) {}
  }

  // case 12: when the class is initialised is not part of the comparison, that it is made once is
  @Async
  public static Coroutine<Object> one_object_is_made(Probe p) {
    int before = Counted.made;
    Counted one = new Counted(await(p.later(1)));
    Counted two = new Counted(await(p.later(2)));
    return completed((one.number - before) + "," + (two.number - before));
  }

  static class Broken {
    static final int VALUE = fail();

    Broken(int ignored) {}

    static int fail() {
      throw new IllegalStateException("initialiser");
    }
  }

  // case 12
  @Async
  public static Coroutine<Object> class_initialiser_fails(Probe p) {
    String text;
    try {
      text = new Broken(await(p.later(1))).toString();
    } catch (ExceptionInInitializerError | NoClassDefFoundError e) {
      text = "broken";
    }
    return completed(text);
  }

  final String name;

  ConstructorsTarget(String name) {
    this.name = name;
  }

  class In {
    final String text;

    In(String text) {
      this.text = name + "." + text;
    }
  }

  // case 13
  @Async
  public static Coroutine<Object> qualified_inner_creation(Probe p) {
    ConstructorsTarget o = new ConstructorsTarget("outer");
    return completed(o.new In(await(p.later("inner"))).text);
  }

  // case 13
  @Async
  public static Coroutine<Object> qualified_inner_creation_of_null(Probe p) {
    ConstructorsTarget o = p.see((ConstructorsTarget) null);
    return completed(o.new In(p.see(await(p.later("inner")))).text);
  }

  @Async
  private Coroutine<Object> anonymous(Probe p) {
    String captured = await(p.later("captured"));
    Object o =
        new T(await(p.later(1)), await(p.later("super"))) {
          @Override
          public String toString() {
            return text + captured + name;
          }
        };
    return completed(o.toString() + await(p.later("end")));
  }

  // case 14
  @Async
  public static Coroutine<Object> anonymous_class_with_arguments(Probe p) {
    return completed(await(new ConstructorsTarget("n").anonymous(p)));
  }

  // case 15
  @Async
  public static Coroutine<Object> throw_of_an_awaited_message(Probe p) {
    if (await(p.later(true))) {
      throw new IllegalArgumentException(await(p.later("message")), new Error(await(p.later("c"))));
    }
    return completed("no");
  }

  // case 15
  @Async
  public static Coroutine<Object> assertion_with_an_awaited_message(Probe p) {
    assert await(p.later(false)) : await(p.later("message"));
    return completed("no assertions here");
  }

  // case 5, case 79
  @Async
  public static Coroutine<Object> new_in_a_loop(Probe p) {
    T[] ts = new T[3];
    for (int i = 0; i < ts.length; i++) {
      ts[i] = new T(i, await(p.later("x" + i)));
    }
    return completed(Arrays.toString(ts));
  }

  // case 6
  @Async
  public static Coroutine<Object> siblings_and_nested_objects(Probe p) {
    return completed(
        Arrays.asList(
                new T(1, await(p.later("a"))),
                new T(),
                new StringBuilder(await(p.later("b"))).append(new T(2, await(p.later("c")))))
            .toString());
  }

  // case 8
  @Async
  public static Coroutine<Object> conditional_new(Probe p) {
    T t =
        await(p.later(true))
            ? new T(await(p.later(1)), "yes")
            : new T(await(p.later(2)), await(p.later("no")));
    return completed(t);
  }
}
