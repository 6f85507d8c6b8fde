package dev.fermata.tests.oracle;

import dev.fermata.tests.probe.Mode;
import dev.fermata.tests.probe.Probe;
import java.util.stream.IntStream;

/** What happened to a target in a run, as the catalogue of cases demands four things of each. */
enum Way {
  /** Everything that it awaited was done. */
  COMPLETED,
  /** It was resumed with values. */
  VALUE,
  /** Something that it awaited failed. */
  EXCEPTION,
  /** It was cancelled while it waited. */
  CANCELLED;

  /** That of a run of the oracle that is over. */
  static Way of(Probe probe) {
    Mode mode = probe.mode();
    if (mode.cancelAt() > 0 && mode.cancelAt() <= probe.size()) {
      return CANCELLED;
    }
    if (mode.failing().stream().anyMatch(number -> number <= probe.size())) {
      return EXCEPTION;
    }
    return IntStream.rangeClosed(1, probe.size()).anyMatch(mode::isPending) ? VALUE : COMPLETED;
  }
}
