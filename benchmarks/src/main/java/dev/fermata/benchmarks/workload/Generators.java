package dev.fermata.benchmarks.workload;

import dev.fermata.benchmarks.kotlin.GeneratorsKotlin;
import dev.fermata.benchmarks.limit.GeneratorsLimit;
import dev.fermata.benchmarks.woven.GeneratorsFermata;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;

/**
 * A loop over a generator; the limit is an iterator written by hand, and Kotlin's peers are a
 * sequence and a flow.
 */
@Described(value = "generator", per = "an element")
@OperationsPerInvocation(Generators.COUNT)
public class Generators extends Workload {
  static final int COUNT = 1_000;

  /** Whether the loop awaits each element. */
  @Param({"plain", "async"})
  public String kind;

  private boolean async;

  private final GeneratorsLimit limit = new GeneratorsLimit();
  private final GeneratorsFermata fermata = new GeneratorsFermata();
  private final GeneratorsKotlin kotlin = new GeneratorsKotlin();

  @Override
  void prepare(String method, boolean small) {
    async = kind.equals("async");
  }

  @Benchmark
  public int limit() {
    return limit.run(COUNT);
  }

  @Benchmark
  public int fermata() {
    return async ? fermata.async(COUNT) : fermata.plain(COUNT);
  }

  @Benchmark
  public int kotlin() {
    return async ? kotlin.async(COUNT) : kotlin.plain(COUNT);
  }
}
