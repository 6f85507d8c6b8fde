package dev.fermata.cli.explain;

import dev.fermata.compiler.explain.Awaited;
import dev.fermata.compiler.explain.MethodExplanation.Place;
import java.util.List;

/** Says single facts of an explanation in words. */
final class Wording {
  private Wording() {}

  /** For example {@code com.acme.Orders.place(java.lang.String, int)}. */
  static String method(Place place) {
    boolean lambda = !place.name().equals(place.sourceName());
    return place.className()
        + "."
        + place.name()
        + "("
        + String.join(", ", place.parameters())
        + ")"
        + (lambda ? ", a lambda in " + place.sourceName() : "");
  }

  /** For example {@code direct call of place()}. */
  static String awaited(Awaited awaited) {
    String origin = awaited.origin() == null ? "" : " " + awaited.origin();
    return switch (awaited.kind()) {
      case DIRECT_CALL -> "direct call of" + origin;
      case GUARDED_DIRECT_CALL ->
          "direct call of" + origin + ", unless a mocking library is present";
      case LATE_BOUND_CALL -> "call of" + origin + ", direct if that turns out to be async";
      case OPERATION -> "operation" + origin;
      case FUTURE -> "future" + origin;
      case COROUTINE -> "coroutine" + origin;
      case CALL -> "call of" + origin;
    };
  }

  /** For example {@code line 7}. */
  static String line(int line) {
    return line == 0 ? "unknown line" : "line " + line;
  }

  /** Ascending lines, short: {@code 3-5, 9}. */
  static String lines(List<Integer> lines) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines.size(); ) {
      int last = i;
      while (last + 1 < lines.size() && lines.get(last + 1) == lines.get(last) + 1) {
        last++;
      }
      text.append(text.isEmpty() ? "" : ", ").append(lines.get(i));
      text.append(last > i ? "-" + lines.get(last) : "");
      i = last + 1;
    }
    return text.toString();
  }
}
