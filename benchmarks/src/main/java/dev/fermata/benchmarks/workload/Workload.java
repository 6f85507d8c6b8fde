package dev.fermata.benchmarks.workload;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.runner.IterationType;

/**
 * The same work as each peer does it, a method a peer: {@code plain}, {@code limit} (a state
 * machine written by hand), {@code fermata}, {@code kotlin}, {@code eaAsync}, {@code futures},
 * {@code virtualThreads}. All methods of a workload give equal results.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public abstract class Workload {
  /** Prepares what a peer's method needs; before the first call. */
  @Setup
  public final void setUp(BenchmarkParams run) {
    String benchmark = run.getBenchmark();
    prepare(benchmark.substring(benchmark.lastIndexOf('.') + 1), false);
  }

  /** Tells whether an iteration is only for warming up. */
  @Setup(Level.Iteration)
  public final void beginIteration(IterationParams iteration) {
    begin(iteration.getType() == IterationType.WARMUP);
  }

  /** Before an iteration; where one is long, warming up may be shorter. */
  void begin(boolean warmup) {}

  /** As the set-up of a run does, but with less work, for a call that is not measured. */
  public final void prepareSmall(String method) {
    prepare(method, true);
  }

  /**
   * Prepares what a peer needs.
   *
   * @param method the peer's
   * @param small whether there should be less work than there is in a run
   */
  void prepare(String method, boolean small) {}
}
