package dev.fermata.benchmarks.run;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/** Adds the processor time of an operation, in nanoseconds, to what JMH measures. */
public final class CpuTimeProfiler implements InternalProfiler {
  static final String LABEL = "cpu";

  @Override
  public String getDescription() {
    return "processor time an operation, without the JIT compilers";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    Probe.reset();
  }

  @Override
  @SuppressWarnings("rawtypes") // as JMH declares it
  public Collection<? extends Result> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    double used = Probe.usedNanos();
    long operations = Math.max(1, result.getMetadata().getAllOps());
    List<ScalarResult> results = new ArrayList<>();
    results.add(new ScalarResult(LABEL, used / operations, "ns/op", AggregationPolicy.AVG));
    double retained = Probe.retainedBytes();
    if (retained > 0) {
      results.add(
          new ScalarResult("retained", retained / operations, "B/op", AggregationPolicy.AVG));
    }
    return results;
  }
}
