package dev.fermata.benchmarks.report;

import dev.fermata.benchmarks.run.Results.Measured;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one peer needs for one operation: medians over the rounds.
 *
 * @param cpu processor time in nanoseconds, NaN if it was not run
 * @param spread half the distance from the least to the greatest, in proportion to the median
 * @param bytes allocated, NaN if that was not measured
 * @param retained bytes that are kept while it waits, NaN if that was not measured
 * @param notRun why it was not run, or null
 */
record Cell(double cpu, double spread, double bytes, double retained, @Nullable String notRun) {
  static Cell of(Measured measured) {
    return of(measured, "cpu");
  }

  /** With another metric in the place of the processor time. */
  static Cell of(Measured measured, String time) {
    double[] cpu = sorted(measured.rounds(), time);
    if (measured.notRun() != null || cpu.length == 0) {
      String reason = measured.notRun() == null ? "no result" : measured.notRun();
      return new Cell(Double.NaN, Double.NaN, Double.NaN, Double.NaN, reason);
    }
    double median = median(cpu);
    return new Cell(
        median,
        (cpu[cpu.length - 1] - cpu[0]) / 2 / median,
        median(sorted(measured.rounds(), "bytes")),
        median(sorted(measured.rounds(), "retained")),
        null);
  }

  boolean wasRun() {
    return notRun == null;
  }

  /** The median of a metric over the rounds, NaN if it was not measured. */
  static double median(Measured measured, String metric) {
    return median(sorted(measured.rounds(), metric));
  }

  private static double[] sorted(List<Map<String, Double>> rounds, String metric) {
    return rounds.stream()
        .filter(metrics -> metrics.containsKey(metric))
        .mapToDouble(metrics -> metrics.getOrDefault(metric, Double.NaN))
        .sorted()
        .toArray();
  }

  private static double median(double[] sorted) {
    int half = sorted.length / 2;
    if (sorted.length == 0) {
      return Double.NaN;
    }
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
