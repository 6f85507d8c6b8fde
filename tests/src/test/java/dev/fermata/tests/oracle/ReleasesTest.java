package dev.fermata.tests.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.tests.oracle.Build.Compiler;
import dev.fermata.tests.oracle.Build.Style;
import dev.fermata.tests.probe.Mode;
import dev.fermata.tests.probe.Mode.Timing;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.objectweb.asm.ClassReader;

/**
 * Targets in the language of Java 8, compiled for every release from that on: before Java 9 strings
 * are joined by builders, and before Java 11 nested classes reach each other's private members
 * through synthetic methods.
 */
class ReleasesTest {
  private static final RunCounts RUNS = new RunCounts();
  private static final String TEST =
      "ReleasesTest.targets_that_are_compiled_for_any_release_behave_as_the_oracle";

  @AfterAll
  static void keepCounts() {
    RUNS.write(ReleasesTest.class);
  }

  private static final int FIRST = 8;
  private static final int VERSION_OF_0 = 44;

  private static final Set<String> SOURCES =
      Set.of(
          "ArraysTarget.java",
          "AssignmentsTarget.java",
          "ClosingTarget.java",
          "LambdasTarget.java",
          "MethodsTarget.java",
          "MonitorsTarget.java",
          "SmallIntsTarget.java",
          "TryCatchTarget.java",
          "TryFinallyTarget.java",
          "WideValuesTarget.java",
          "YieldsTarget.java");

  private static final List<Mode> MODES =
      List.of(
          Mode.of(Timing.DONE),
          Mode.of(Timing.LATER),
          Mode.of(Timing.LATER).failingAt(2),
          Mode.of(Timing.LATER).cancelledAt(2));

  static Stream<Arguments> releases() {
    int newest = Runtime.version().feature();
    // The Eclipse compiler of the build knows releases up to 22.
    return Stream.of(Compiler.values())
        .flatMap(
            compiler ->
                IntStream.rangeClosed(
                        FIRST, compiler == Compiler.ECJ ? Math.min(newest, 22) : newest)
                    .filter(release -> List.of(8, 9, 10, 11, 16, 17, 21, newest).contains(release))
                    .mapToObj(release -> Arguments.of(compiler, release)));
  }

  // case 115
  @ParameterizedTest
  @MethodSource("releases")
  void targets_that_are_compiled_for_any_release_behave_as_the_oracle(
      Compiler compiler, int release) {
    Build build = new Build(compiler, true, Style.COLD);
    Map<String, String> sources = TargetSources.read(Path.of("src", "test", "targets"));
    sources.keySet().retainAll(SOURCES);
    Path output = Path.of("target", "releases", compiler + "-" + release);
    TargetSuite suite = TargetSuite.of(build, release, sources, output);
    assertThat(suite.classes().values())
        .allMatch(bytes -> new ClassReader(bytes).readUnsignedShort(6) == VERSION_OF_0 + release);
    Comparison comparison = Comparison.onLoop(suite).counting(RUNS, TEST);
    for (Method oracle : suite.oracles()) {
      for (Mode mode : MODES) {
        comparison.check(oracle, mode);
      }
    }
  }
}
