package dev.fermata.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;

/** A real JVM that a test starts with an agent, on programs that the test compiles. */
final class ChildJvm {
  /** How a JVM ended. */
  record Result(int status, String out, String err) {}

  private final Path folder;
  private final Path classes;

  ChildJvm(Path folder) {
    this.folder = folder;
    this.classes = folder.resolve("classes");
  }

  /** Where the compiled program is. */
  Path classes() {
    return classes;
  }

  /** Compiles a source file against these classes. */
  void compile(String fileName, String text, Path... classPath) throws IOException {
    compile(classes, fileName, text, classPath);
  }

  /** Compiles a source file into another folder. */
  void compile(Path output, String fileName, String text, Path... classPath) throws IOException {
    List<Path> path = new ArrayList<>(List.of(output));
    path.addAll(Arrays.asList(classPath));
    javac(output, fileName, text, "-cp", join(path));
  }

  /** Compiles a module descriptor into another folder. */
  void compileModule(Path output, String fileName, String text, List<Path> modulePath)
      throws IOException {
    javac(output, fileName, text, "--module-path", join(modulePath));
  }

  private void javac(Path output, String fileName, String text, String option, String path)
      throws IOException {
    Path file = folder.resolve("src").resolve(fileName);
    Files.createDirectories(file.getParent());
    Files.createDirectories(output);
    Files.writeString(file, text);
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-g",
                "-proc:none",
                "-d",
                output.toString(),
                option,
                path,
                file.toString());
    assertThat(status).isZero();
  }

  /** Runs {@code java} with these arguments; one that does not end is a failure. */
  Result java(Object... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    Path out = folder.resolve("stdout");
    Path err = folder.resolve("stderr");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("hangs; it wrote " + Files.readString(out) + Files.readString(err));
    }
    return new Result(
        process.exitValue(),
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }

  /** A class path. */
  static String join(List<Path> paths) {
    return paths.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  /** The folder or JAR that a class of the test's own class path comes from. */
  static Path originOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
