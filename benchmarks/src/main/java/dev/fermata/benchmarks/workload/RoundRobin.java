package dev.fermata.benchmarks.workload;

import dev.fermata.benchmarks.ea.YieldEa;
import dev.fermata.benchmarks.futures.YieldFutures;
import dev.fermata.benchmarks.kotlin.YieldKotlin;
import dev.fermata.benchmarks.limit.YieldLimit;
import dev.fermata.benchmarks.threads.YieldThreads;
import dev.fermata.benchmarks.woven.YieldFermata;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** 1,000 coroutines that take turns, 100 yields each; the time of a yield. */
@Described(value = "1,000 coroutines take turns", per = "a yield")
@OperationsPerInvocation(100_000)
public class RoundRobin extends Workload {
  private final YieldLimit limit = new YieldLimit();
  private final YieldFermata fermata = new YieldFermata();
  private final YieldKotlin kotlin = new YieldKotlin();
  private final YieldEa ea = new YieldEa();
  private final YieldFutures futures = new YieldFutures();

  @Benchmark
  public int limit() {
    return limit.roundRobin(1_000, 100);
  }

  @Benchmark
  public int fermata() {
    return fermata.roundRobin(1_000, 100);
  }

  @Benchmark
  public int kotlin() {
    return kotlin.roundRobin(1_000, 100);
  }

  @Benchmark
  public int eaAsync() {
    return ea.roundRobin(1_000, 100);
  }

  @Benchmark
  public int futures() {
    return futures.roundRobin(1_000, 100);
  }

  @Benchmark
  public int virtualThreads() {
    return YieldThreads.roundRobin(1_000, 100);
  }
}
