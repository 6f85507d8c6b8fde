package dev.fermata.benchmarks.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Starts servers and their clients, each kind on a core of its own. */
final class PinnedProcesses {
  /** The core of servers. */
  static final int SERVER = 0;

  /** The core of clients. */
  static final int CLIENT = 1;

  private static final long LONGEST_RUN_SECONDS = 60;
  private static final Pattern METRIC = Pattern.compile("(\\w+) (-?\\d+(?:\\.\\d+)?)");

  private final Cores cores = Cores.ofThisProcess();

  boolean canPin() {
    return cores.canPin();
  }

  Process startJvm(int core, List<String> jvmArguments, Class<?> program, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-Xms256m", "-Xmx256m", "-Xmn160m", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC"));
    command.addAll(jvmArguments);
    if (Runtime.version().feature() >= 23) {
      // Netty's, which would warn.
      command.add("--sun-misc-unsafe-memory-access=allow");
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    command.addAll(arguments);
    return start(core, command);
  }

  Process start(int core, List<String> command) throws IOException {
    List<String> pinned = new ArrayList<>(cores.pin(core));
    pinned.addAll(command);
    return new ProcessBuilder(pinned).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** Waits for a client's end, and gives the metrics among the lines that it has printed. */
  static Map<String, Double> metrics(Process client) throws IOException {
    try {
      if (!client.waitFor(LONGEST_RUN_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("the client has not ended within a minute");
      }
      if (client.exitValue() != 0) {
        throw new IOException("the client has failed");
      }
      Map<String, Double> metrics = new TreeMap<>();
      for (String line : client.inputReader(StandardCharsets.UTF_8).lines().toList()) {
        Matcher metric = METRIC.matcher(line);
        if (metric.matches()) {
          metrics.put(metric.group(1), Double.valueOf(metric.group(2)));
        }
      }
      return metrics;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      client.destroyForcibly();
    }
  }
}
