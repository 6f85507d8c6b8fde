package dev.fermata.tests.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.tests.oracle.Build;
import dev.fermata.tests.oracle.Comparison;
import dev.fermata.tests.oracle.TargetSuite;
import dev.fermata.tests.probe.Mode;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random programs behave woven as the oracle says. The system properties {@code fermata.fuzz.seed}
 * and {@code fermata.fuzz.classes} make a longer or another run; the seed of a failure stands in
 * the name of its class, and the source in {@code target/fuzz}.
 */
class FuzzTest {
  private static final long SEED = Long.getLong("fermata.fuzz.seed", 1);
  private static final int CLASSES = Integer.getInteger("fermata.fuzz.classes", 2);
  private static final int METHODS_A_CLASS = 15;

  /** A program that awaits more often than this takes long and shows nothing new. */
  private static final int AWAITS = 60;

  /** Of a failing run, the first few say enough. */
  private static final int FAILURES_SHOWN = 5;

  static Stream<Build> builds() {
    return Build.all().stream()
        .filter(build -> build.debug() == (build.style() == Build.Style.COLD));
  }

  private static Map<String, String> sources() {
    Map<String, String> sources = new TreeMap<>();
    for (long seed = SEED; seed < SEED + CLASSES; seed++) {
      String name = "Seed" + seed + "Target";
      sources.put(name + ".java", ProgramGenerator.generate(name, seed, METHODS_A_CLASS));
    }
    return sources;
  }

  @ParameterizedTest
  @MethodSource("builds")
  void random_programs_behave_as_the_oracle(Build build) {
    Path output = Path.of("target", "fuzz", build.toString().replaceAll("[^a-z]+", "-"));
    TargetSuite suite = TargetSuite.of(build, sources(), output);
    List<String> failures = new ArrayList<>();
    compare(suite, Comparison.onLoop(suite), failures);
    if (build.style() == Build.Style.HOT) {
      compare(suite, Comparison.offLoop(suite), failures);
    }
    assertThat(failures.stream().limit(FAILURES_SHOWN))
        .as("the first of %d failures", failures.size())
        .isEmpty();
  }

  @Test
  void one_seed_gives_one_program() {
    assertThat(ProgramGenerator.generate("X", 5, 10))
        .isEqualTo(ProgramGenerator.generate("X", 5, 10))
        .isNotEqualTo(ProgramGenerator.generate("X", 6, 10));
  }

  private static void compare(TargetSuite suite, Comparison comparison, List<String> failures) {
    for (Method oracle : suite.oracles()) {
      if (comparison.awaits(oracle) > AWAITS) {
        continue;
      }
      for (Mode mode : comparison.modes(oracle)) {
        try {
          comparison.check(oracle, mode);
        } catch (AssertionError e) {
          failures.add(e.getMessage() + (e.getCause() == null ? "" : "\ncause " + e.getCause()));
        }
      }
    }
  }
}
