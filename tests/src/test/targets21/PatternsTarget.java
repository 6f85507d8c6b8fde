package targets;

import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import dev.fermata.tests.probe.Probe;
import java.util.List;

/** Java 21: pattern switches and record patterns around awaits. */
public class PatternsTarget {
  sealed interface Shape permits Circle, Box, Pair {}

  record Circle(double r) implements Shape {}

  record Box(int w, long h) implements Shape {}

  record Pair(Shape left, Shape right) implements Shape {}

  // case 72
  @Async
  public static Coroutine<Object> type_patterns(Probe p) {
    String text = "";
    for (Object o : new Object[] {1, "two", 3L, List.of(4)}) {
      String more =
          switch (await(p.later(o))) {
            case Integer i -> "int" + await(p.later(i));
            case String s -> s + await(p.later("!")) + s.length();
            case Long l -> "long" + l;
            default -> await(p.later("default"));
          };
      text += more;
    }
    return completed(text);
  }

  // case 72
  @Async
  public static Coroutine<Object> guards_await(Probe p) {
    String text = "";
    for (Object o : new Object[] {1, 20, "s", "long string"}) {
      String more =
          switch (o) {
            case Integer i when i > await(p.later(10)) -> "large" + i;
            case Integer i when await(p.later(false)) -> "never" + i;
            case Integer i -> "small" + i + await(p.later("."));
            case String s when s.length() > await(p.later(3)) && await(p.later(true)) -> "long " + s;
            case String s -> s + await(p.later("!"));
            default -> "default";
          };
      text += more;
    }
    return completed(text);
  }

  // case 72
  @Async
  public static Coroutine<Object> null_case(Probe p) {
    String s = await(p.later((String) null));
    return completed(
        switch (s) {
          case null -> await(p.later("null"));
          case "a" -> "a";
          default -> "other";
        });
  }

  @Async
  static Coroutine<Double> area(Probe p, Shape s) {
    double result =
        switch (s) {
          case Circle(double r) -> r * r * await(p.later(3));
          case Box(int w, long h) when w > 100 -> -1.0;
          case Box(int w, long h) -> w * await(p.later(h)) + w;
          case Pair(Circle(var r), Box(var w, var h)) -> r + await(p.later(w)) + h;
          case Pair(Shape l, Shape r) -> await(area(p, l)) + await(area(p, r));
        };
    return completed(result);
  }

  // case 73
  @Async
  public static Coroutine<Object> record_patterns(Probe p) {
    return completed(
        await(area(p, new Pair(new Box(2, 3), new Pair(new Circle(1), new Box(4, 5L))))));
  }

  // case 73
  @Async
  public static Coroutine<Object> record_pattern_of_instanceof(Probe p) {
    Object o = await(p.later(new Box(5, 6L)));
    if (o instanceof Box(int w, long h) && w < await(p.later(10))) {
      await(p.later(0));
      return completed(w + h);
    }
    return completed("none");
  }

  static String three(Object a, Object b, Object c) {
    return a + "," + b + "," + c;
  }

  // case 72, case 1
  @Async
  public static Coroutine<Object> pattern_switch_below_operands(Probe p) {
    Object o = await(p.later((Object) 5));
    String middle =
        switch (o) {
          case Integer i when await(p.later(i)) == 5 -> await(p.later("five"));
          default -> "default";
        };
    return completed(three(await(p.later(1)), middle, await(p.later(3L))));
  }
}
