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
  /** What was seen so far: the log may grow when bodies are closed that a target has left open. */
  Trace {
    effects = List.copyOf(effects);
  }

  static Trace of(
      Probe probe, @Nullable Object value, @Nullable Throwable failure, int suspensions) {
    String end =
        failure == null
            ? "returns " + Rendering.of(value, probe)
            : "throws " + Rendering.of(failure, probe);
    return new Trace(
        end, failure == null ? "" : place(failure, probe), probe.effects(), suspensions);
  }

  /** Whether this woven run is what the oracle's run demands. */
  boolean agreesWith(Trace oracle) {
    // The oracle doesn't know the line where a woven method returns null for a future.
    return equals(
        oracle.place.isEmpty()
            ? new Trace(oracle.end, place, oracle.effects, oracle.suspensions)
            : oracle);
  }

  private static String place(Throwable failure, Probe probe) {
    // An exception that the target did not make has no place in it.
    if (probe.numberOf(failure) != 0) {
      return "";
    }
    for (StackTraceElement element : failure.getStackTrace()) {
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
