package dev.fermata.benchmarks.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs the script that does some of the workloads with Python's asyncio. */
final class Asyncio {
  private final Path script;
  private final @Nullable String version;

  /** Names of workloads, and of variants with a hyphen before them that are left out. */
  private final Set<String> workloads;

  private Asyncio(Path script, @Nullable String version, Set<String> workloads) {
    this.script = script;
    this.version = version;
    this.workloads = workloads;
  }

  /** Asks the script what it can do; nothing where no Python is. */
  static Asyncio of(Path script) {
    try {
      String[] answer = call(script, "list").split(" ", -1);
      return new Asyncio(script, answer[0], Set.of(answer));
    } catch (IOException e) {
      return new Asyncio(script, null, Set.of());
    }
  }

  /** The version of Python, or null. */
  @Nullable String version() {
    return version;
  }

  boolean has(String workload, String variant) {
    return workloads.contains(workload) && !workloads.contains(workload + "-" + variant);
  }

  /** The processor time and the wall time of an operation. */
  Map<String, Double> run(String workload, String variant) throws IOException {
    String[] answer = call(script, workload, variant).split(" ", -1);
    return Map.of("cpu", Double.parseDouble(answer[0]), "wall", Double.parseDouble(answer[1]));
  }

  private static String call(Path script, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("python3", script.toString()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try {
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
      if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new IOException("the script failed: " + script.getFileName());
      }
      return output;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      process.destroy();
    }
  }
}
