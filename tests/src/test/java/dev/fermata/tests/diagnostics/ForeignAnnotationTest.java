package dev.fermata.tests.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.compiler.diagnostic.Diagnostic;
import dev.fermata.compiler.diagnostic.DiagnosticCode;
import dev.fermata.tests.oracle.SourceCompiler;
import dev.fermata.tests.oracle.WovenTargets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An {@code @Async} of somebody else is named where a method that carries it awaits. */
class ForeignAnnotationTest {
  @TempDir private Path temp;

  @ParameterizedTest
  @CsvSource({
    "org.springframework.scheduling.annotation.Async, RUNTIME",
    "io.micronaut.scheduling.annotation.Async, RUNTIME",
    "org.jetbrains.annotations.Async.Schedule, CLASS",
  })
  void an_await_in_a_method_with_a_wrong_import_names_both_annotations(
      String annotation, String retention) throws IOException {
    List<Diagnostic> diagnostics = weave(annotation, retention);

    assertThat(diagnostics).hasSize(1);
    Diagnostic diagnostic = diagnostics.get(0);
    assertThat(diagnostic.code()).isEqualTo(DiagnosticCode.AWAIT_OUTSIDE_ASYNC);
    assertThat(diagnostic.location().line()).isEqualTo(4);
    assertThat(diagnostic.message())
        .isEqualTo("await in a method that is not async: its @" + annotation + " is another one");
    assertThat(diagnostic.fix())
        .isEqualTo("mark place @dev.fermata.annotations.Async in place of @" + annotation);
  }

  @ParameterizedTest
  @CsvSource({"org.acme.Asynchronous, RUNTIME", "org.acme.NotAsync, CLASS"})
  void an_annotation_of_another_name_is_not_blamed(String annotation, String retention)
      throws IOException {
    assertThat(weave(annotation, retention))
        .singleElement()
        .extracting(Diagnostic::message)
        .isEqualTo("await in a method that is not async");
  }

  private List<Diagnostic> weave(String annotation, String retention) throws IOException {
    Path user =
        write(
            "User.java",
            """
            class User {
              @%s
              static int place(java.util.concurrent.CompletableFuture<Integer> f) {
                return dev.fermata.Fermata.await(f);
              }
            }
            """
                .formatted(annotation));
    return WovenTargets.of(
            SourceCompiler.javac(
                List.of(declare(annotation, retention), user), temp.resolve("classes")))
        .diagnostics();
  }

  /** A stand-in: the compiler knows annotations by name only. */
  private Path declare(String annotation, String retention) throws IOException {
    boolean nested = annotation.contains(".Async.");
    String outer = nested ? annotation.substring(0, annotation.lastIndexOf('.')) : annotation;
    int dot = outer.lastIndexOf('.');
    String declaration =
        "@java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy."
            + retention
            + ") @interface "
            + annotation.substring(annotation.lastIndexOf('.') + 1)
            + " {}";
    return write(
        outer.replace('.', '/') + ".java",
        "package "
            + outer.substring(0, dot)
            + ";\n"
            + (nested
                ? "public interface " + outer.substring(dot + 1) + " { " + declaration + " }"
                : declaration.replace("@interface", "public @interface"))
            + "\n");
  }

  private Path write(String file, String text) throws IOException {
    Path path = temp.resolve("sources").resolve(file);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, text);
  }
}
