package dev.fermata.benchmarks.workload;

import dev.fermata.benchmarks.ea.ChainEa;
import dev.fermata.benchmarks.futures.ChainFutures;
import dev.fermata.benchmarks.kotlin.ChainKotlin;
import dev.fermata.benchmarks.limit.ChainLimit;
import dev.fermata.benchmarks.threads.Calls;
import dev.fermata.benchmarks.threads.VirtualThreads;
import dev.fermata.benchmarks.woven.ChainFermata;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;

/** A chain of 1,000 async calls; none suspends, or the innermost does once. The time of a level. */
@Described(value = "chain of 1,000 async calls, the innermost suspends", per = "a level")
@OperationsPerInvocation(1_000)
public class Chain extends Workload {
  private static final int DEPTH = 1_000;

  /** How often the innermost suspends. */
  @Param({"never", "once"})
  public String suspends;

  private boolean suspending;

  private final Calls calls = new Calls();
  private final ChainLimit limit = new ChainLimit();
  private final ChainFermata fermata = new ChainFermata();
  private final ChainKotlin kotlin = new ChainKotlin();
  private final ChainEa ea = new ChainEa();
  private final ChainFutures futures = new ChainFutures();

  @Override
  void prepare(String method, boolean small) {
    suspending = suspends.equals("once");
  }

  @Benchmark
  @OnlyFor("never")
  public int plain() {
    return calls.chain(DEPTH, false);
  }

  @Benchmark
  public int limit() {
    return limit.run(DEPTH, suspending);
  }

  @Benchmark
  public int fermata() {
    return fermata.run(DEPTH, suspending);
  }

  @Benchmark
  public int kotlin() {
    return kotlin.run(DEPTH, suspending);
  }

  @Benchmark
  public int eaAsync() {
    return ea.run(DEPTH, suspending);
  }

  @Benchmark
  public int futures() {
    return futures.run(DEPTH, suspending);
  }

  @Benchmark
  public int virtualThreads() {
    return VirtualThreads.run(() -> calls.chain(DEPTH, suspending));
  }
}
