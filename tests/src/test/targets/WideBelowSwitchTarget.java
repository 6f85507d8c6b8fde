package targets;

import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import dev.fermata.tests.probe.Probe;

/** Switch expressions with a try above wide operands.
 *
 * <p>// ecj only: javac fails with an internal error. */
public class WideBelowSwitchTarget {
  static String g(long a, double b, Object c, long d) {
    return a + "," + b + "," + c + "," + d;
  }

  // case 10, case 71
  @Async
  public static Coroutine<Object> switch_with_try_below_wide_values(Probe p) {
    int k = await(p.later(2));
    return completed(
        g(
            9L,
            1.5,
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
            },
            await(p.later(8L))));
  }

  // case 71
  @Async
  public static Coroutine<Object> switch_with_try_as_a_wide_operand(Probe p) {
    long base = 1000;
    return completed(
        base * 2
            + switch (await(p.later(1))) {
              case 1 -> {
                try {
                  yield await(p.later(5L));
                } catch (RuntimeException e) {
                  yield await(p.later(6L));
                }
              }
              default -> 7L;
            });
  }
}
