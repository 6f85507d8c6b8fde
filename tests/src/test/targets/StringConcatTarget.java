package targets;

import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import dev.fermata.tests.probe.Probe;

/** Awaits inside string concatenation. */
public class StringConcatTarget {
  // case 24
  @Async
  public static Coroutine<Object> concat_around_awaits(Probe p) {
    int x = 5;
    return completed("a" + x + await(p.later("f")) + 1L + await(p.later(2.5)) + 'c');
  }

  // case 24
  @Async
  public static Coroutine<Object> concat_starts_with_an_await(Probe p) {
    return completed(await(p.later("f")) + "," + await(p.later((String) null)) + await(p.later('c')));
  }

  // case 24
  @Async
  public static Coroutine<Object> concat_converts_before_or_after_as_the_compiler_does(Probe p) {
    String s = "";
    s = s + await(p.later(1)) + (s + "x" + await(p.later(2)));
    return completed(s);
  }

  // case 24
  @Async
  public static Coroutine<Object> builder_below(Probe p) {
    return completed(new StringBuilder().append("a").append(await(p.later(1))).append(2L).append(await(p.later("z"))).toString());
  }

  // case 24
  @Async
  public static Coroutine<Object> text_block(Probe p) {
    return completed(
        """
        line one
        \tline two %s
        """.formatted(await(p.later("arg"))));
  }

  // case 24
  @Async
  public static Coroutine<Object> long_concat(Probe p) {
    int a = 1;
    long b = 2;
    double c = 3;
    boolean d = true;
    return completed(
        "" + a + b + c + d + await(p.later(1)) + a + b + c + d + await(p.later(2)) + a + b + c + d);
  }
}
