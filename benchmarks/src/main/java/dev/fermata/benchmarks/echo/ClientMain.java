package dev.fermata.benchmarks.echo;

import dev.fermata.benchmarks.run.CpuClock;
import dev.fermata.benchmarks.servers.Counters;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** The client's process: it prints a metric a line. */
public final class ClientMain {
  private ClientMain() {}

  /**
   * Loads a server.
   *
   * @param arguments the server's two ports; how many connections; how many messages are in flight
   *     on each; for how many milliseconds it warms up, and for how many it measures
   */
  public static void main(String[] arguments) throws IOException {
    int[] numbers = new int[arguments.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Integer.parseInt(arguments[i]);
    }
    try (Counters.Remote counters = new Counters.Remote(numbers[1]);
        Load load = new Load(numbers[0], numbers[2], numbers[3])) {
      load.runFor(TimeUnit.MILLISECONDS.toNanos(numbers[4]));
      long measured = TimeUnit.MILLISECONDS.toNanos(numbers[5]);
      measure(load, counters, measured)
          .forEach((name, value) -> System.out.printf(Locale.ROOT, "%s %f%n", name, value));
    }
  }

  private static Map<String, Double> measure(Load load, Counters.Remote counters, long nanos)
      throws IOException {
    Counters.Used before = counters.ask();
    long ownBefore = CpuClock.nanos();
    long start = System.nanoTime();
    load.beginToRecord();
    load.runFor(nanos);
    double wall = System.nanoTime() - start;
    double own = CpuClock.nanos() - ownBefore;
    Counters.Used after = counters.ask();

    Histogram latencies = load.latencies();
    double messages = load.messages();
    double cpu = after.cpuNanos() - before.cpuNanos();
    Map<String, Double> metrics = new TreeMap<>();
    metrics.put("rate", messages / wall * TimeUnit.SECONDS.toNanos(1));
    metrics.put("wall", wall / messages);
    metrics.put("cpu", cpu / messages);
    metrics.put("bytes", (after.allocatedBytes() - before.allocatedBytes()) / messages);
    metrics.put("p50", (double) latencies.getValueAtPercentile(50));
    metrics.put("p99", (double) latencies.getValueAtPercentile(99));
    metrics.put("p999", (double) latencies.getValueAtPercentile(99.9));
    metrics.put("busy", cpu / wall);
    metrics.put("clientBusy", own / wall);
    return metrics;
  }
}
