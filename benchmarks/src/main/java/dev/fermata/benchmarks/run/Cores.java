package dev.fermata.benchmarks.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Pins processes to cores, where this process has at least two and there is {@code taskset}. */
final class Cores {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String ALLOWED = "Cpus_allowed_list:";

  private final List<Integer> cores;

  private Cores(List<Integer> cores) {
    this.cores = cores;
  }

  /** Those of this process; none if nothing can be pinned. */
  static Cores ofThisProcess() {
    try {
      List<Integer> allowed = new ArrayList<>();
      for (String line : Files.readAllLines(STATUS)) {
        if (line.startsWith(ALLOWED)) {
          for (String range : line.substring(ALLOWED.length()).strip().split(",", -1)) {
            String[] ends = range.split("-", -1);
            int last = Integer.parseInt(ends[ends.length - 1]);
            for (int core = Integer.parseInt(ends[0]); core <= last; core++) {
              allowed.add(core);
            }
          }
        }
      }
      return new Cores(allowed.size() >= 2 && hasTaskset() ? allowed : List.of());
    } catch (IOException e) {
      return new Cores(List.of());
    }
  }

  private static boolean hasTaskset() throws IOException {
    Process process = new ProcessBuilder("taskset", "--version").redirectErrorStream(true).start();
    try {
      process.getInputStream().readAllBytes();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  boolean canPin() {
    return !cores.isEmpty();
  }

  /** What stands before a command, so that it runs on the first, second, ... core. */
  List<String> pin(int number) {
    return canPin() ? List.of("taskset", "-c", "" + cores.get(number)) : List.of();
  }
}
