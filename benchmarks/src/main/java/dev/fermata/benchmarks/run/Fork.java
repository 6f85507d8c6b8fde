package dev.fermata.benchmarks.run;

import dev.fermata.benchmarks.workload.Described;
import dev.fermata.benchmarks.workload.Workload;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.lang.reflect.Field;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** One JVM that measures one peer of one variant of a workload. */
final class Fork {
  /**
   * Fixed and touched, so that no peer's heap grows while it is measured; and young objects have so
   * much space that a few bytes more or less do not decide whether a collection falls into it.
   */
  private static final List<String> JVM_ARGUMENTS =
      List.of(
          "-Xms3g",
          "-Xmx3g",
          "-Xmn1g",
          "-XX:+AlwaysPreTouch",
          "-XX:+UseG1GC",
          "-XX:-UseDynamicNumberOfCompilerThreads");

  /** As many as are worth noting. */
  private static final MathContext DIGITS = new MathContext(4);

  private static final int LONGEST_WARMUP = 3;

  private final Settings settings;

  Fork(Settings settings) {
    this.settings = settings;
  }

  /**
   * Runs it.
   *
   * @return the metrics by their names: {@code cpu} and {@code wall} in nanoseconds an operation,
   *     {@code bytes} allocated by one, and what the workload counts itself
   * @throws RunnerException with a reason, if the fork failed
   */
  Map<String, Double> run(Class<? extends Workload> workload, String variant, Peer peer)
      throws RunnerException {
    List<String> arguments = new ArrayList<>(JVM_ARGUMENTS);
    arguments.addAll(peer.jvmArguments());
    if (Runtime.version().feature() >= 23) {
      // JMH's own, which would warn in every fork.
      arguments.add("--sun-misc-unsafe-memory-access=allow");
    }
    boolean once = workload.getAnnotation(Described.class).once();
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + workload.getName().replace(".", "\\.") + "\\." + peer.method() + "$")
            .forks(1)
            .jvmArgsAppend(arguments.toArray(String[]::new))
            .mode(once ? Mode.SingleShotTime : Mode.AverageTime)
            .warmupIterations(once ? 1 : settings.warmupIterations())
            .warmupTime(TimeValue.milliseconds(warmupMillis()))
            .measurementIterations(once ? 1 : settings.measuredIterations())
            .measurementTime(TimeValue.milliseconds(settings.iterationMillis()))
            .addProfiler(GCProfiler.class)
            .addProfiler(CpuTimeProfiler.class)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT);
    Field parameter = Workloads.parameter(workload);
    if (parameter != null) {
      options.param(parameter.getName(), variant);
    }
    Collection<RunResult> results = new Runner(options.build()).run();
    if (results.size() != 1) {
      throw new RunnerException("the fork gave " + results.size() + " results");
    }
    Map<String, Double> metrics = metrics(results.iterator().next());
    if (workload.getAnnotation(Described.class).packaged()) {
      metrics.remove("bytes"); // those of this JVM, and the work is done by others
    }
    return metrics;
  }

  @SuppressWarnings("rawtypes") // as JMH declares it
  private static Map<String, Double> metrics(RunResult run) {
    Map<String, Double> metrics = new TreeMap<>();
    metrics.put("wall", median(run.getPrimaryResult()));
    for (Map.Entry<String, Result> secondary : run.getSecondaryResults().entrySet()) {
      double score = median(secondary.getValue());
      switch (secondary.getKey().replace("·", "")) {
        case CpuTimeProfiler.LABEL -> metrics.put("cpu", score);
        case "gc.alloc.rate.norm" -> metrics.put("bytes", score);
        default -> {
          if (!secondary.getKey().contains("gc.")) {
            metrics.put(secondary.getKey(), score);
          }
        }
      }
    }
    return metrics;
  }

  /** On a busy machine the compilers need longer, by the clock. */
  private long warmupMillis() {
    OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
    double load = system.getSystemLoadAverage() / system.getAvailableProcessors();
    return Math.round(settings.iterationMillis() * Math.min(Math.max(1, load), LONGEST_WARMUP));
  }

  /** The median of the iterations: the first may have met the compilers still at work. */
  private static double median(Result<?> result) {
    double median = result.getStatistics().getPercentile(50);
    return median == 0 || !Double.isFinite(median)
        ? median
        : new BigDecimal(median).round(DIGITS).doubleValue();
  }
}
