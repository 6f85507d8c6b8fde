package dev.fermata.tests.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.compiler.CompilationResult;
import dev.fermata.compiler.CompilerOptions;
import dev.fermata.compiler.ContinuationCompiler;
import dev.fermata.compiler.classfile.ClassBytes;
import dev.fermata.compiler.diagnostic.Diagnostic;
import dev.fermata.compiler.diagnostic.DiagnosticCode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every method of the JDK's base module is made async and woven, verified after each pass. {@code
 * ./mvnw verify} takes one class of {@value #SAMPLE}, and {@code -Pcorpus} all.
 */
class CorpusTest {
  private static final int SAMPLE = 16;

  /** The compiler can't help a method that is too large, or a class file from before Java 8. */
  private static final Set<DiagnosticCode> EXPECTED =
      Set.of(
          DiagnosticCode.METHOD_TOO_LARGE,
          DiagnosticCode.METHOD_NEVER_COMPILED,
          DiagnosticCode.OUTDATED_CLASS_VERSION,
          DiagnosticCode.TOO_MANY_VARIABLES,
          DiagnosticCode.COROUTINE_NEVER_AWAITED,
          DiagnosticCode.RETURN_IN_TRY,
          DiagnosticCode.CANCELLATION_SWALLOWED,
          DiagnosticCode.LOCK_ACROSS_AWAIT);

  private final ContinuationCompiler compiler =
      new ContinuationCompiler(CompilerOptions.PARANOID, ClassBytes.of(null));

  @Test
  void every_shape_of_the_jdk_is_woven_and_verifies() throws IOException {
    int step = Boolean.getBoolean("fermata.corpus.all") ? 1 : SAMPLE;
    List<Path> classes;
    Path base = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules/java.base");
    try (Stream<Path> files = Files.walk(base)) {
      classes =
          files
              .filter(file -> file.toString().endsWith(".class"))
              .filter(file -> !file.endsWith("module-info.class"))
              .sorted()
              .toList();
    }
    int woven = 0;
    for (int i = 0; i < classes.size(); i += step) {
      byte[] pretended = PretendAsync.transform(Files.readAllBytes(classes.get(i)));
      List<Diagnostic> diagnostics = new ArrayList<>();
      CompilationResult result = compiler.compile(pretended, diagnostics::add);
      diagnostics.removeIf(diagnostic -> EXPECTED.contains(diagnostic.code()));
      assertThat(diagnostics).as(classes.get(i).toString()).isEmpty();
      if (result.kind() == CompilationResult.Kind.WOVEN) {
        woven++;
        assertThat(compiler.compile(result.bytes(), diagnostics::add).bytes())
            .as("%s, woven twice", classes.get(i))
            .isSameAs(result.bytes());
      }
    }
    assertThat(woven).isGreaterThan(classes.size() / step / 2);
  }
}
