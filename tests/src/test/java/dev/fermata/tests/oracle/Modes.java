package dev.fermata.tests.oracle;

import dev.fermata.tests.probe.Mode;
import dev.fermata.tests.probe.Mode.Timing;
import dev.fermata.tests.probe.Probe;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntBiFunction;

/** Finds every mode in which a target is worth running. */
final class Modes {
  /** Of a long run the first and the last few awaits stand for all. */
  private static final int FIRST = 6;

  private static final int SECOND_FAILURES = 3;

  private Modes() {}

  /**
   * The modes of a target.
   *
   * @param count tells how many things the target makes in a mode
   */
  static List<Mode> of(Method target, ToIntBiFunction<Method, Mode> count) {
    Set<Mode> modes = new LinkedHashSet<>();
    for (Timing timing : Timing.values()) {
      modes.add(Mode.of(timing));
    }
    int things = count.applyAsInt(target, Mode.of(Timing.DONE));
    for (int number : sample(things)) {
      for (Timing timing : List.of(Timing.DONE, Timing.LATER)) {
        modes.add(Mode.of(timing).failingAt(number));
        modes.add(Mode.of(timing).cancelledAt(number));
      }
    }
    for (Mode mode : List.copyOf(modes)) {
      int last = mode.failing().stream().findFirst().orElse(mode.cancelAt());
      if (last > 0) {
        // Handlers and finally blocks await too, and what they await may fail in its turn.
        int made = count.applyAsInt(target, mode);
        for (int second = last + 1; second <= Math.min(made, last + SECOND_FAILURES); second++) {
          modes.add(mode.failingAt(second));
        }
      }
    }
    return List.copyOf(modes);
  }

  private static List<Integer> sample(int things) {
    List<Integer> numbers = new ArrayList<>();
    for (int number = 1; number <= things; number++) {
      if (number <= FIRST || number > things - 2) {
        numbers.add(number);
      }
    }
    return numbers;
  }

  /** How many things a target makes in a mode, by the oracle's account. */
  static int countByOracle(Method target, Mode mode) {
    Probe probe = new Probe(mode);
    new OracleRunner().run(target, probe);
    return probe.size();
  }
}
