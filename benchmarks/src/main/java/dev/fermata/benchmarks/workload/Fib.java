package dev.fermata.benchmarks.workload;

import dev.fermata.benchmarks.ea.FibEa;
import dev.fermata.benchmarks.futures.FibFutures;
import dev.fermata.benchmarks.kotlin.FibKotlin;
import dev.fermata.benchmarks.limit.FibLimit;
import dev.fermata.benchmarks.threads.Calls;
import dev.fermata.benchmarks.threads.VirtualThreads;
import dev.fermata.benchmarks.woven.FibFermata;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/**
 * {@code fib(20)}: 21,891 async calls, none of which suspends. With the polluted profile the same
 * methods and others have suspended before, as in a real program.
 */
@Described(value = "fib(20) by async calls, none suspends", per = "fib(20)")
public class Fib extends Workload {
  private static final int N = 20;

  /** What HotSpot has seen before. */
  @Param({"clean", "polluted"})
  public String profile;

  private final Calls calls = new Calls();
  private final FibLimit limit = new FibLimit();
  private final FibFermata fermata = new FibFermata();
  private final FibKotlin kotlin = new FibKotlin();
  private final FibEa ea = new FibEa();
  private final FibFutures futures = new FibFutures();

  /** Suspends at every leaf, many times, in the peer that is measured. */
  @Override
  void prepare(String method, boolean small) {
    if (profile.equals("polluted")) {
      Pollution.of(method).run();
    }
  }

  @Benchmark
  public int plain() {
    return calls.fib(N, false);
  }

  @Benchmark
  public int limit() {
    return limit.run(N, false);
  }

  @Benchmark
  public int fermata() {
    return fermata.run(N, false);
  }

  @Benchmark
  public int kotlin() {
    return kotlin.run(N, false);
  }

  @Benchmark
  public int eaAsync() {
    return ea.run(N, false);
  }

  @Benchmark
  public int futures() {
    return futures.run(N, false);
  }

  @Benchmark
  public int virtualThreads() {
    return VirtualThreads.run(() -> calls.fib(N, false));
  }
}
