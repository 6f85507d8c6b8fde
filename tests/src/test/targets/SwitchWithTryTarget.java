package targets;

import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import dev.fermata.tests.probe.Probe;

/** Switch expressions with a try above other operands, among them uninitialised objects, which
 * javac then keeps in local variables.
 *
 * <p>// javac only: what the Eclipse compiler makes of it does not verify, with or without weaving. */
public class SwitchWithTryTarget {
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

  // case 10
  @Async
  public static Coroutine<Object> switch_with_try_in_an_argument(Probe p) {
    int k = await(p.later(1));
    return completed(
        new T(
            k,
            switch (k) {
              case 1 -> {
                try {
                  yield await(p.later("fine"));
                } catch (RuntimeException e) {
                  yield "caught " + e.getMessage();
                }
              }
              default -> "other";
            }));
  }

  // case 10
  @Async
  public static Coroutine<Object> switch_with_try_catch_and_finally_in_an_argument(Probe p) {
    int k = await(p.later(2));
    // javac fails with an internal error where a long or double lies below such a switch.
    return completed(
        new T(
            9,
            switch (k) {
              case 1 -> "one";
              case 2 -> {
                try {
                  p.log("trying");
                  yield await(p.later("fine")) + await(p.later("r"));
                } catch (RuntimeException e) {
                  yield "caught " + e.getMessage() + await(p.later("in handler"));
                } finally {
                  p.log(await(p.later("finally")));
                }
              }
              default -> "other";
            }));
  }

  // case 10
  @Async
  public static Coroutine<Object> nested_new_around_a_switch_with_try(Probe p) {
    return completed(
        new T(
            1,
            new T(
                    2,
                    switch (await(p.later(1))) {
                      case 1 -> {
                        try {
                          yield new T(3, await(p.later("deep"))).toString();
                        } catch (RuntimeException e) {
                          yield new T(4, await(p.later("handler"))).toString();
                        }
                      }
                      default -> "";
                    })
                .toString()));
  }

  // case 10
  @Async
  public static Coroutine<Object> switches_in_both_arguments(Probe p) {
    int k = await(p.later(1));
    return completed(
        new T(
            switch (k) {
              case 1 -> await(p.later(11));
              default -> 0;
            },
            switch (k + 1) {
              case 2 -> {
                try {
                  yield new T(5, await(p.later("z"))).text;
                } catch (IllegalStateException e) {
                  yield "never";
                }
              }
              default -> "";
            }));
  }

  static String three(Object a, Object b, Object c) {
    return a + "," + b + "," + c;
  }

  // case 71
  @Async
  public static Coroutine<Object> switch_expressions_with_try_in_arguments(Probe p) {
    int k = await(p.later(1));
    String left = "left";
    return completed(
        three(
            left,
            switch (k) {
              case 1 -> {
                try {
                  yield await(p.later("tried"));
                } catch (RuntimeException e) {
                  yield "caught";
                }
              }
              default -> "none";
            },
            switch (k) {
              case 1 -> {
                try {
                  yield new int[] {1, await(p.later(2))}[1];
                } finally {
                  p.log(await(p.later("inner finally")));
                }
              }
              default -> 0;
            }));
  }
}
