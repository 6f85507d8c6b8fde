package dev.fermata.benchmarks.workload;

import dev.fermata.benchmarks.ea.YieldEa;
import dev.fermata.benchmarks.futures.YieldFutures;
import dev.fermata.benchmarks.kotlin.YieldKotlin;
import dev.fermata.benchmarks.limit.YieldLimit;
import dev.fermata.benchmarks.threads.YieldThreads;
import dev.fermata.benchmarks.woven.YieldFermata;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** A loop of 1,000 yields to the own loop, by one coroutine; the time of a yield. */
@Described(value = "yield to the own loop", per = "a yield")
@OperationsPerInvocation(1_000)
public class Yield extends Workload {
  private final YieldLimit limit = new YieldLimit();
  private final YieldFermata fermata = new YieldFermata();
  private final YieldKotlin kotlin = new YieldKotlin();
  private final YieldEa ea = new YieldEa();
  private final YieldFutures futures = new YieldFutures();

  @Benchmark
  public int limit() {
    return limit.alone(1_000);
  }

  @Benchmark
  public int fermata() {
    return fermata.alone(1_000);
  }

  @Benchmark
  public int kotlin() {
    return kotlin.alone(1_000);
  }

  @Benchmark
  public int eaAsync() {
    return ea.alone(1_000);
  }

  @Benchmark
  public int futures() {
    return futures.alone(1_000);
  }

  @Benchmark
  public int virtualThreads() {
    return YieldThreads.alone(1_000);
  }
}
