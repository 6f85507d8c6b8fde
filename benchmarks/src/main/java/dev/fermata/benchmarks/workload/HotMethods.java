package dev.fermata.benchmarks.workload;

import dev.fermata.benchmarks.ea.HotEa;
import dev.fermata.benchmarks.futures.HotFutures;
import dev.fermata.benchmarks.limit.HotLimit;
import dev.fermata.benchmarks.woven.HotFermata;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;

/** Async methods that return futures, and never suspend; each calls another one. */
@Described(value = "hot methods that don't suspend, called", per = "a call of two")
@OperationsPerInvocation(HotMethods.TIMES)
public class HotMethods extends Workload {
  static final int TIMES = 1_000;

  /** Whether the caller awaits the future, or takes its result at once. */
  @Param({"by async code", "by other code"})
  public String called;

  private boolean awaited;

  private final HotLimit limit = new HotLimit();
  private final HotFermata fermata = new HotFermata();
  private final HotEa ea = new HotEa();
  private final HotFutures futures = new HotFutures();

  @Override
  void prepare(String method, boolean small) {
    awaited = called.equals("by async code");
  }

  @Benchmark
  public int plain() {
    int sum = 0;
    for (int i = 0; i < TIMES; i++) {
      sum += next(i);
    }
    return sum;
  }

  private static int next(int i) {
    return check(i) ? i & 63 : -1;
  }

  private static boolean check(int i) {
    return i >= 0;
  }

  @Benchmark
  public int limit() {
    return awaited ? limit.awaited(TIMES) : limit.joined(TIMES);
  }

  @Benchmark
  public int fermata() {
    return awaited ? fermata.awaited(TIMES) : fermata.joined(TIMES);
  }

  @Benchmark
  public int eaAsync() {
    return awaited ? ea.awaited(TIMES) : ea.joined(TIMES);
  }

  @Benchmark
  public int futures() {
    return awaited ? futures.composed(TIMES) : futures.joined(TIMES);
  }
}
