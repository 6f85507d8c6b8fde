package dev.fermata.benchmarks.workload;

import dev.fermata.benchmarks.ea.FailureEa;
import dev.fermata.benchmarks.futures.FailureFutures;
import dev.fermata.benchmarks.kotlin.FailureKotlin;
import dev.fermata.benchmarks.limit.FailureLimit;
import dev.fermata.benchmarks.threads.Failures;
import dev.fermata.benchmarks.threads.VirtualThreads;
import dev.fermata.benchmarks.woven.FailureFermata;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** An exception with a stack trace is thrown below 64 async calls, and caught above them. */
@Described(value = "an exception through 64 frames, held before", per = "an exception")
public class Failure extends Workload {
  private static final int DEPTH = 64;

  /** How often the innermost suspends before it throws. */
  @Param({"never", "once"})
  public String suspends;

  private boolean suspending;

  private final FailureLimit limit = new FailureLimit();
  private final FailureFermata fermata = new FailureFermata();
  private final FailureKotlin kotlin = new FailureKotlin();
  private final FailureEa ea = new FailureEa();
  private final FailureFutures futures = new FailureFutures();

  @Override
  void prepare(String method, boolean small) {
    suspending = suspends.equals("once");
  }

  @Benchmark
  @OnlyFor("never")
  public int plain() {
    return Failures.run(DEPTH, false);
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
    return VirtualThreads.run(() -> Failures.run(DEPTH, suspending));
  }
}
