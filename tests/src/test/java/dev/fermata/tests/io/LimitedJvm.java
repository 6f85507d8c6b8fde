package dev.fermata.tests.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.Fermata;
import dev.fermata.annotations.Async;
import dev.fermata.tests.programs.WovenProgram;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;

/**
 * A program in a virtual machine of its own, which has only so many file descriptors, and some
 * time.
 */
final class LimitedJvm implements AutoCloseable {
  private static final int MOST_SECONDS = 100;

  private final Process process;
  private final BufferedReader out;

  private LimitedJvm(Process process) {
    this.process = process;
    // A read of a pipe is not interrupted when a test's time is up.
    CompletableFuture.delayedExecutor(MOST_SECONDS, TimeUnit.SECONDS)
        .execute(process::destroyForcibly);
    out = process.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * Starts the main method of a program.
   *
   * @param folder for its classes
   */
  static LimitedJvm start(WovenProgram program, Path folder, int descriptors) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String limited = "ulimit -n " + descriptors + "; exec \"$@\"";
    // Container support would open files now and then.
    List<String> command = new ArrayList<>(List.of("sh", "-c", limited, "sh", java));
    command.addAll(List.of("-XX:-UseContainerSupport", "-cp", jars(program, folder)));
    command.add(program.type().getName());
    return new LimitedJvm(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** A JAR is open all the time, and each class of a folder needs a descriptor. */
  private static String jars(WovenProgram program, Path folder) throws IOException {
    Path classes = Files.createDirectory(folder.resolve("classes"));
    program.writeTo(classes);
    List<String> jars = new ArrayList<>(List.of(jar(classes, folder.resolve("program.jar"))));
    for (Class<?> type : List.of(Fermata.class, Async.class)) {
      Path source = Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
      jars.add(jar(source, folder.resolve(type.getSimpleName() + ".jar")));
    }
    return String.join(File.pathSeparator, jars);
  }

  private static String jar(Path source, Path jar) {
    if (!Files.isDirectory(source)) {
      return source.toString();
    }
    int result =
        ToolProvider.findFirst("jar")
            .orElseThrow()
            .run(System.out, System.err, "-c", "-f", jar.toString(), "-C", source.toString(), ".");
    assertThat(result).isZero();
    return jar.toString();
  }

  /** The next line that it prints. */
  String line() throws IOException {
    return out.readLine();
  }

  /** All lines that it prints until its end. */
  List<String> lines() {
    return out.lines().toList();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
