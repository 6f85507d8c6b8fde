package dev.fermata.tests.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fermata.compiler.CompilationResult;
import dev.fermata.compiler.diagnostic.Diagnostic;
import dev.fermata.compiler.diagnostic.Severity;
import dev.fermata.tests.oracle.SourceCompiler;
import dev.fermata.tests.oracle.WovenTargets;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares what is reported for the sources in {@code src/test/diagnostics} with their comments
 * {@code // ERROR: FER-103} and {@code // WARNING: FER-120}, by code and line. {@code // ERROR
 * WITHOUT LINE: FER-106} stands for a place that a class file gives no line for.
 */
class DiagnosticsTest {
  private static final Path SOURCES = Path.of("src", "test", "diagnostics");
  private static final Pattern EXPECTED =
      Pattern.compile("// (ERROR|WARNING)( WITHOUT LINE)?: (FER-[0-9]+)");

  static Stream<String> sources() throws IOException {
    try (Stream<Path> files = Files.list(SOURCES)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("sources")
  void what_is_reported_is_what_the_comments_say(String source) throws IOException {
    WovenTargets woven = weave(source);
    assertThat(woven.diagnostics().stream().map(DiagnosticsTest::describe).sorted().toList())
        .as(
            "%s reported: %s",
            source, woven.diagnostics().stream().map(Diagnostic::render).toList())
        .isEqualTo(expected(source));
  }

  @ParameterizedTest
  @MethodSource("sources")
  void every_diagnostic_names_its_place_and_what_to_do(String source) {
    for (Diagnostic diagnostic : weave(source).diagnostics()) {
      assertThat(diagnostic.message()).isNotBlank().doesNotContain("\n");
      assertThat(diagnostic.fix()).isNotBlank();
      assertThat(diagnostic.location().file()).isEqualTo(source);
      assertThat(diagnostic.location().className()).isNotBlank().doesNotContain("/");
      assertThat(diagnostic.render()).contains(diagnostic.code().id(), "-->", "= fix: ");
    }
  }

  @ParameterizedTest
  @MethodSource("sources")
  void all_diagnostics_come_in_the_order_of_their_places(String source) {
    assertThat(weave(source).diagnostics()).isSorted();
  }

  @ParameterizedTest
  @MethodSource("sources")
  void a_class_is_rejected_when_it_has_an_error_and_only_then(String source) {
    WovenTargets woven = weave(source);
    for (var result : woven.results().entrySet()) {
      String className = result.getKey().replace('/', '.');
      boolean hasError =
          woven.diagnostics().stream()
              .filter(diagnostic -> diagnostic.code().severity() == Severity.ERROR)
              .anyMatch(diagnostic -> diagnostic.location().className().equals(className));
      assertThat(result.getValue().kind() == CompilationResult.Kind.REJECTED)
          .as(className)
          .isEqualTo(hasError);
    }
  }

  @Test
  void a_method_that_could_not_be_woven_throws_its_diagnostic_when_called() throws Exception {
    WovenTargets woven = weave("AwaitInSynchronized.java");
    Class<?> rejected = Class.forName("AwaitInSynchronized", true, woven.loader());
    Method block = rejected.getDeclaredMethod("block", Object.class);
    block.setAccessible(true);
    assertThatThrownBy(() -> block.invoke(null, new Object()))
        .isInstanceOf(InvocationTargetException.class)
        .cause()
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("FER-103");
  }

  private static WovenTargets weave(String source) {
    Path output = Path.of("target", "diagnostics", source.replace(".java", ""));
    return WovenTargets.of(SourceCompiler.javac(List.of(SOURCES.resolve(source)), output));
  }

  private static String describe(Diagnostic diagnostic) {
    return describe(
        diagnostic.location().line(),
        diagnostic.code().severity().toString(),
        diagnostic.code().id());
  }

  private static String describe(int line, String severity, String code) {
    return String.format(Locale.ROOT, "line %3d %s %s", line, severity, code);
  }

  private static List<String> expected(String source) throws IOException {
    List<String> expected = new ArrayList<>();
    List<String> lines = Files.readAllLines(SOURCES.resolve(source));
    for (int number = 1; number <= lines.size(); number++) {
      Matcher comment = EXPECTED.matcher(lines.get(number - 1));
      while (comment.find()) {
        int line = comment.group(2) == null ? number : 0;
        expected.add(describe(line, comment.group(1), comment.group(3)));
      }
    }
    return expected.stream().sorted().toList();
  }
}
