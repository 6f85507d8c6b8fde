package dev.fermata.benchmarks.workload;

import dev.fermata.benchmarks.ea.SkynetEa;
import dev.fermata.benchmarks.futures.SkynetFutures;
import dev.fermata.benchmarks.kotlin.SkynetKotlin;
import dev.fermata.benchmarks.limit.SkynetLimit;
import dev.fermata.benchmarks.threads.SkynetThreads;
import dev.fermata.benchmarks.woven.SkynetFermata;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** 100,000 leaves of a tree with ten branches a node; each node is a task. */
@Described(value = "skynet, 100,000 leaves", per = "a task")
@OperationsPerInvocation(Skynet.TASKS)
public class Skynet extends Workload {
  static final int TASKS = 111_111;
  private static final int LEAVES = 100_000;

  private final SkynetLimit limit = new SkynetLimit();
  private final SkynetFermata fermata = new SkynetFermata();
  private final SkynetKotlin kotlin = new SkynetKotlin();
  private final SkynetEa ea = new SkynetEa();
  private final SkynetFutures futures = new SkynetFutures();

  @Benchmark
  public long limit() {
    return limit.run(LEAVES);
  }

  @Benchmark
  public long fermata() {
    return fermata.run(LEAVES);
  }

  @Benchmark
  public long kotlin() {
    return kotlin.run(LEAVES);
  }

  @Benchmark
  public long eaAsync() {
    return ea.run(LEAVES);
  }

  @Benchmark
  public long futures() {
    return futures.run(LEAVES);
  }

  @Benchmark
  public long virtualThreads() {
    return SkynetThreads.run(LEAVES);
  }
}
