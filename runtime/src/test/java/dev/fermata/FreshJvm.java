package dev.fermata;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a main class of the tests in a JVM of its own. */
final class FreshJvm {
  /**
   * How it ended.
   *
   * @param status the exit status
   * @param output both streams
   */
  record Result(int status, String output) {}

  private FreshJvm() {}

  static Result run(Class<?> main, List<String> options, String... arguments)
      throws IOException, InterruptedException {
    return run(command(main, options, arguments));
  }

  /** Runs a main class with so many file descriptors, and for a minute at most; on Linux. */
  static Result runWithDescriptors(int descriptors, Class<?> main)
      throws IOException, InterruptedException {
    String limit = "ulimit -n " + descriptors + " && exec timeout 60 \"$@\"";
    List<String> command = new ArrayList<>(List.of("sh", "-c", limit, "sh"));
    // Container support would open files now and then.
    command.addAll(command(main, List.of("-XX:-UseContainerSupport")));
    return run(command);
  }

  private static List<String> command(Class<?> main, List<String> options, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto", "-Xmx256m"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  private static Result run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), output.replace("\r\n", "\n"));
  }
}
