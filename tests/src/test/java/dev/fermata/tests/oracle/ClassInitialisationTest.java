package dev.fermata.tests.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.tests.probe.Mode;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * When classes are initialised, and what happens when that fails, is the same woven and unwoven. A
 * class is initialised once in a loader, so every run has loaders of its own.
 */
class ClassInitialisationTest {
  private static final RunCounts RUNS = new RunCounts();
  private static final String TEST =
      "ClassInitialisationTest.classes_are_initialised_where_the_language_says";

  @AfterAll
  static void keepCounts() {
    RUNS.write(ClassInitialisationTest.class);
  }

  static List<Build> builds() {
    return Build.all();
  }

  @ParameterizedTest
  @MethodSource("builds")
  void classes_are_initialised_where_the_language_says(Build build) {
    Path folder = Path.of("src", "test", "initialisation");
    TargetSuite suite =
        TargetSuite.of(
            build, TargetSources.read(folder), Path.of("target", "initialisation", build.folder()));
    List<String> targets = suite.oracles().stream().map(Method::getName).toList();
    assertThat(targets).hasSize(5);
    for (String target : targets) {
      for (Mode mode :
          Modes.of(oracle(suite, target), (ignored, one) -> count(suite, target, one))) {
        TargetSuite fresh = suite.withLoadersOfItsOwn();
        Comparison.onLoop(fresh).counting(RUNS, TEST).check(oracle(fresh, target), mode);
      }
    }
  }

  private static int count(TargetSuite suite, String target, Mode mode) {
    return Modes.countByOracle(oracle(suite.withLoadersOfItsOwn(), target), mode);
  }

  private static Method oracle(TargetSuite suite, String target) {
    return suite.oracles().stream()
        .filter(method -> method.getName().equals(target))
        .findFirst()
        .orElseThrow();
  }
}
