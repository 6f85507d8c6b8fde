package dev.fermata.benchmarks.run;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was measured of one workload: a JSON file.
 *
 * @param workload its name
 * @param rounds how many forks each peer had
 * @param variants by name; "" where there is only one
 */
public record Results(
    String workload, int rounds, Environment environment, List<Variant> variants) {
  /** One variant of a workload. */
  public record Variant(String name, List<Measured> peers) {}

  /**
   * One peer of a variant.
   *
   * @param peer the name of a {@link Peer}
   * @param rounds the metrics of each fork; empty if it was not run
   * @param notRun why it was not run, or null
   */
  public record Measured(String peer, List<Map<String, Double>> rounds, @Nullable String notRun) {}
}
