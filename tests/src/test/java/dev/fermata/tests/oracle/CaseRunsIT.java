package dev.fermata.tests.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every case of the catalogue that a program can show was run, in this very build, in every way.
 * Writes {@code target/case-runs.md}, the table of cases with the numbers of their runs. It reads
 * what the other tests of the build have counted, so it is the last of them.
 */
class CaseRunsIT {
  /** What no run of a program that the oracle could run as well shows, and why. */
  private static final Map<Integer, String> NOT_RUNNABLE = new TreeMap<>();

  static {
    List.of(59, 133).forEach(number -> NOT_RUNNABLE.put(number, "rejected"));
    List.of(127, 128, 130, 131, 132, 135, 153)
        .forEach(number -> NOT_RUNNABLE.put(number, "class file"));
    List.of(121, 122, 123, 125, 126).forEach(number -> NOT_RUNNABLE.put(number, "tool"));
    // The oracle's coroutines are not single use, and its methods begin when they are called.
    List.of(119, 120).forEach(number -> NOT_RUNNABLE.put(number, "runtime"));
  }

  /** What can't be, as TargetsTest says of races, or what is left out. */
  private static final Map<Integer, List<String>> NOT_RUN =
      Map.of(
          101, List.of("raced"),
          103, List.of("raced"),
          115, List.of("-g:none", "hot", "off the loop", "raced", "agent"),
          116, List.of("offline", "off the loop", "raced"),
          117, List.of("cancelled", "cold", "off the loop", "agent"));

  /** Cases of the language of Java 21, whose targets older JDKs don't compile. */
  private static final Set<Integer> OF_JAVA_21 = Set.of(72, 73);

  private static List<CaseRuns> cases;

  @BeforeAll
  static void read() throws Exception {
    cases = CaseRuns.of(CaseCatalogue.tests(), RunCounts.readAll());
    String table = cases.stream().map(CaseRuns::row).collect(Collectors.joining("\n"));
    Files.writeString(
        Path.of("target", "case-runs.md"),
        "# Runs of the cases of docs/cases.md in this build\n\n"
            + CaseRuns.header()
            + "\n"
            + table
            + "\n");
  }

  @Test
  void every_case_that_a_program_can_show_was_run_in_every_way() {
    Map<Integer, List<String>> missing = new TreeMap<>();
    for (CaseRuns one : cases) {
      boolean compiled = Runtime.version().feature() >= 21 || !OF_JAVA_21.contains(one.number());
      if (compiled && !NOT_RUNNABLE.containsKey(one.number()) && !one.missing().isEmpty()) {
        missing.put(one.number(), one.missing());
      }
    }
    assertThat(missing)
        .as("cases that were not run in each way, as far as the build ran their tests")
        .isEqualTo(NOT_RUN);
  }

  @Test
  void every_other_case_has_a_test_of_its_own() {
    for (CaseRuns one : cases) {
      if (NOT_RUNNABLE.containsKey(one.number())) {
        assertThat(one.runs()).as("case %d", one.number()).isEmpty();
        assertThat(one.otherTests()).as("case %d", one.number()).isPositive();
      }
    }
  }
}
