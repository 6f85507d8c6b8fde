package dev.fermata.tests.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The catalogue of cases in {@code docs/cases.md} is whole, and the tests that it names exist. */
class CasesTest {
  private static final Path ROOT = Path.of("..");

  private static final Map<Integer, String> TESTS = CaseCatalogue.tests();
  private static final Map<String, List<String>> SOURCES = new HashMap<>();

  @BeforeAll
  static void read() throws IOException {
    for (String module : List.of("annotations", "runtime", "compiler", "agent", "cli", "tests")) {
      Path tests = ROOT.resolve(module).resolve("src/test");
      if (Files.exists(tests)) {
        try (Stream<Path> files = Files.walk(tests)) {
          for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
            String name = file.getFileName().toString().replace(".java", "");
            SOURCES.computeIfAbsent(name, key -> new ArrayList<>()).add(Files.readString(file));
          }
        }
      }
    }
  }

  @Test
  void every_case_of_the_catalogue_has_a_row() {
    assertThat(TESTS.keySet())
        .containsExactlyElementsOf(IntStream.rangeClosed(1, CaseCatalogue.SIZE).boxed().toList());
  }

  @Test
  void every_case_has_a_test_or_says_why_not() {
    TESTS.forEach(
        (number, tests) ->
            assertThat(CaseCatalogue.NAME.matcher(tests).find() || tests.startsWith("left out: "))
                .as("case %d: %s", number, tests)
                .isTrue());
  }

  @Test
  void every_test_that_is_named_exists() {
    List<String> missing = new ArrayList<>();
    TESTS.forEach(
        (number, tests) -> {
          Matcher name = CaseCatalogue.NAME.matcher(tests);
          while (name.find()) {
            if (!exists(number, name.group(1), name.group(2))) {
              missing.add("case " + number + ": " + name.group());
            }
          }
        });
    assertThat(missing).isEmpty();
  }

  @Test
  void every_target_with_a_number_is_named_in_its_row() {
    List<String> missing = new ArrayList<>();
    Pattern target =
        Pattern.compile(
            "// (case [^\\n]*)\\n(?:[^\\n]*//[^\\n]*\\n)*\\s*@Async\\b[^;{]*? (\\w+)\\(Probe p\\)");
    SOURCES.forEach(
        (file, texts) -> {
          if (file.endsWith("Target")) {
            Matcher found = target.matcher(texts.get(0));
            while (found.find()) {
              for (String number : numbers(found.group(1))) {
                String name = "`" + file + "." + found.group(2) + "`";
                if (!TESTS.getOrDefault(Integer.valueOf(number), "").contains(name)) {
                  missing.add("case " + number + ": " + name);
                }
              }
            }
          }
        });
    assertThat(missing).isEmpty();
  }

  private static List<String> numbers(String comment) {
    return Pattern.compile("case ([0-9]+)")
        .matcher(comment)
        .results()
        .map(result -> result.group(1))
        .toList();
  }

  /** A diagnostics source, a target with the number above it, or a method that JUnit runs. */
  private static boolean exists(int number, String file, String method) {
    List<String> texts = SOURCES.getOrDefault(file, List.of());
    if (method.equals("java")) {
      return !texts.isEmpty();
    }
    String before =
        file.endsWith("Target")
            ? "// [^\\n]*\\bcase " + number + "\\b[^\\n]*\\n\\s*@Async\\b[^;{]*? "
            : "@(Test|ParameterizedTest|TestFactory)\\b[^{;]*?(\\{[^}]*\\}[^{;]*?)*(void|Stream<DynamicNode>) ";
    Pattern declaration = Pattern.compile(before + method + "\\(");
    return texts.stream().anyMatch(text -> declaration.matcher(text).find());
  }
}
