package dev.fermata.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.Fermata;
import dev.fermata.annotations.Async;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;

/** {@code java -jar fermata.jar} and its neighbours, as processes that run in a test's folder. */
final class RealTool {
  /** How a process ended. */
  record Result(int status, String out, String err) {}

  /** What woven programs need: the runtime and the annotations. */
  static final String RUNTIME =
      originOf(Fermata.class) + File.pathSeparator + originOf(Async.class);

  private static final Pattern PUBLIC_TYPE = Pattern.compile("public class (\\w+)");

  private final Path folder;

  RealTool(Path folder) {
    this.folder = folder;
  }

  /** The folder or JAR that a class of the test's class path comes from. */
  static Path originOf(Class<?> type) {
    return Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()));
  }

  /** The command line that starts the tool. */
  static List<String> command(String... arguments) {
    List<String> command =
        new ArrayList<>(List.of(program("java"), "-jar", System.getProperty("fermata.jar")));
    command.addAll(List.of(arguments));
    return command;
  }

  private static String program(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }

  Result fermata(String... arguments) throws Exception {
    return run(command(arguments));
  }

  /** As {@link #fermata}, where Ctrl-C works even if whoever runs the tests ignores it. */
  Result interruptible(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
    command.addAll(command(arguments));
    return run(command);
  }

  /** Runs a program of the JDK that the test runs on. */
  Result jdk(String name, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(program(name)));
    command.addAll(List.of(arguments));
    return run(command);
  }

  Result java(String... arguments) throws Exception {
    return jdk("java", arguments);
  }

  private Result run(List<String> command) throws Exception {
    Path out = folder.resolve("stdout");
    Path err = folder.resolve("stderr");
    int status =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start()
            .waitFor();
    return new Result(
        status,
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }

  /** Compiles one source file into a folder, which is made, with these further options. */
  Path compile(String output, String source, String... options) throws IOException {
    Path classes = Files.createDirectories(folder.resolve(output));
    Path sources = Files.createDirectories(folder.resolve("sources"));
    boolean module = source.startsWith("module ");
    Matcher type = PUBLIC_TYPE.matcher(source);
    String name = module ? "module-info" : type.find() ? type.group(1) : "T";
    Path file = sources.resolve(name + ".java");
    Files.writeString(file, source);
    List<String> arguments = new ArrayList<>(List.of("-g", "-proc:none", "-d", classes.toString()));
    arguments.addAll(
        List.of(module ? "-p" : "-cp", module ? RUNTIME : classes + File.pathSeparator + RUNTIME));
    arguments.addAll(List.of(options));
    arguments.add(file.toString());
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(new String[0]));
    assertThat(status).isZero();
    return classes;
  }
}
