package dev.fermata.tests.oracle;

import dev.fermata.tests.probe.Probe;
import dev.fermata.tests.probe.Rendering;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that can be seen of one run.
 *
 * @param end the result or the exception
 * @param place the line of the target that threw, where the target itself made the exception
 * @param effects the log of side effects
 * @param suspensions how often the task was held
 */
record Trace(String end, String place, List<String> effects, int suspensions) {
  static Trace of(
      Probe probe, @Nullable Object value, @Nullable Throwable failure, int suspensions) {
    String end =
        failure == null
            ? "returns " + Rendering.of(value, probe)
            : "throws " + Rendering.of(failure, probe);
    return new Trace(end, failure == null ? "" : place(failure), probe.effects(), suspensions);
  }

  private static String place(Throwable failure) {
    StackTraceElement[] trace = failure.getStackTrace();
    // An exception that was made elsewhere, by the probe for one, has no place in the target.
    if (trace.length == 0 || trace[0].getClassName().startsWith("dev.fermata")) {
      return "";
    }
    for (StackTraceElement element : trace) {
      if (element.getClassName().startsWith("targets.") && element.getLineNumber() > 0) {
        return element.getFileName() + ":" + element.getLineNumber();
      }
    }
    return "";
  }

  /** As an assertion shows it, a line each. */
  @Override
  public String toString() {
    return end
        + (place.isEmpty() ? "" : "\n  at " + place)
        + "\n  suspensions: "
        + suspensions
        + "\n  effects: "
        + String.join("\n           ", effects);
  }
}
