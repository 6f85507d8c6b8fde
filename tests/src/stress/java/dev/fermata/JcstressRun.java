package dev.fermata;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jcstress.Main;

/** Runs what the tool has generated of this folder's tests; {@code ./mvnw verify -Pstress}. */
class JcstressRun {
  @Test
  void no_outcome_is_forbidden() throws Exception {
    Path results = Files.createDirectories(Path.of("target", "jcstress"));
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    classPath(),
                    Main.class.getName(),
                    "-m",
                    System.getProperty("fermata.jcstress.mode"),
                    "-r",
                    "."))
            .directory(results.toFile())
            .redirectErrorStream(true)
            .redirectOutput(results.resolve("log.txt").toFile())
            .start();
    assertThat(process.waitFor())
        .as("the report and log.txt are in %s", results.toAbsolutePath())
        .isZero();
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }
}
