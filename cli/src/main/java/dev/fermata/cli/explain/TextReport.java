package dev.fermata.cli.explain;

import dev.fermata.compiler.explain.FrameExplanation;
import dev.fermata.compiler.explain.MethodExplanation;
import dev.fermata.compiler.explain.SuspensionExplanation;
import dev.fermata.compiler.explain.SuspensionExplanation.Handler;
import dev.fermata.compiler.explain.SuspensionExplanation.LiveValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Prints explanations for people to read. */
public final class TextReport {
  private final StringBuilder out = new StringBuilder();

  private TextReport() {}

  /** One paragraph a method and one a suspension point; lines end in {@code \n}. */
  public static String render(List<MethodExplanation> methods) {
    TextReport report = new TextReport();
    for (MethodExplanation method : methods) {
      if (!report.out.isEmpty()) {
        report.out.append('\n');
      }
      report.method(method);
    }
    return report.out.toString();
  }

  private void method(MethodExplanation method) {
    out.append(Wording.method(method.place())).append(place(method.place())).append('\n');
    fact("  ", "style", style(method.style()));
    fact("  ", "entry", entry(method));
    FrameExplanation frame = method.frame();
    if (frame == null) {
      fact("  ", "frame", "none: it never suspends");
    } else {
      fact("  ", "frame", frame.className() + ", " + frame.bytes() + " bytes");
      frame.fields().forEach(field -> fact("  ", "", field.name() + " " + field.type()));
    }
    fact("  ", "code", method.code().woven() + " bytes, " + method.code().before() + " before");
    method.suspensions().forEach(this::suspension);
  }

  private static String entry(MethodExplanation method) {
    return method.directEntry()
        + (method.returned().equals("java.lang.Object") ? "" : ", returns " + method.returned());
  }

  private static String place(MethodExplanation.Place place) {
    if (place.file() == null) {
      return "";
    }
    return " (" + place.file() + (place.line() == 0 ? "" : ":" + place.line()) + ")";
  }

  private static String style(String style) {
    return switch (style) {
      case "cold" -> "cold: a call makes a coroutine that has not started";
      case "hot" -> "hot: a call runs up to the first real suspension and gives a future";
      case "hot subclass" ->
          "hot: a call runs up to the first real suspension and gives its own kind of future";
      case "generator" -> "generator: an Iterable whose iterators run the body";
      case "async generator" -> "async generator: an AsyncIterable whose iterators run the body";
      case "lambda" -> "lambda: the body of an AsyncCallable";
      default -> style;
    };
  }

  private void suspension(SuspensionExplanation point) {
    out.append("\n  state ").append(point.state()).append(", ");
    out.append(Wording.line(point.line())).append('\n');
    fact("    ", "awaits", Wording.awaited(point.awaited()));
    facts("live", point.live().stream().map(TextReport::live).toList());
    facts("handlers", point.handlers().stream().map(TextReport::handler).toList());
    if (point.monitors() > 0) {
      fact("    ", "monitors", point.monitors() + " released meanwhile");
    }
    facts(
        "loops",
        point.loopLines().stream().map(l -> "resumed by the header, " + Wording.line(l)).toList());
  }

  private static String live(LiveValue value) {
    String field = value.field();
    return value.name()
        + " ("
        + value.type()
        + ") "
        + (field == null ? "is null and not kept" : "in " + field);
  }

  private static String handler(Handler handler) {
    String type = handler.type();
    return (type == null ? "everything" : type) + ", " + Wording.line(handler.line());
  }

  private void facts(String name, List<String> values) {
    if (values.isEmpty()) {
      fact("    ", name, "none");
    }
    @Nullable String label = name;
    for (String value : values) {
      fact("    ", label == null ? "" : label, value);
      label = null;
    }
  }

  private void fact(String indent, String name, String value) {
    out.append(indent).append(name).append(" ".repeat(10 - name.length()));
    out.append(value).append('\n');
  }
}
