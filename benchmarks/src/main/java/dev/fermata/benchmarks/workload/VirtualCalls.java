package dev.fermata.benchmarks.workload;

import dev.fermata.benchmarks.ea.VirtualCallsEa;
import dev.fermata.benchmarks.futures.Calls;
import dev.fermata.benchmarks.futures.VirtualCallsFutures;
import dev.fermata.benchmarks.kotlin.VirtualCallsKotlin;
import dev.fermata.benchmarks.limit.VirtualCallsLimit;
import dev.fermata.benchmarks.threads.VirtualCallsPlain;
import dev.fermata.benchmarks.woven.VirtualCallsFermata;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;

/** Async calls that never suspend, through an interface or into another class. */
@Described(value = "async calls that don't suspend, to", per = "a call")
@OperationsPerInvocation(VirtualCalls.TIMES)
public class VirtualCalls extends Workload {
  static final int TIMES = 999;

  /** What is called. */
  @Param({"an interface with one class", "an interface with three classes", "another class"})
  public String target;

  private VirtualCallsPlain plain;
  private VirtualCallsLimit limit;
  private VirtualCallsFermata fermata;
  private VirtualCallsKotlin kotlin;
  private VirtualCallsEa ea;
  private VirtualCallsFutures futures;

  @Override
  void prepare(String method, boolean small) {
    Calls calls =
        switch (target) {
          case "an interface with one class" -> Calls.ONE_TARGET;
          case "an interface with three classes" -> Calls.THREE_TARGETS;
          default -> Calls.OTHER_CLASS;
        };
    plain = new VirtualCallsPlain(calls);
    limit = new VirtualCallsLimit(calls);
    fermata = new VirtualCallsFermata(calls);
    kotlin = new VirtualCallsKotlin(calls);
    ea = new VirtualCallsEa(calls);
    futures = new VirtualCallsFutures(calls);
  }

  @Benchmark
  public int plain() {
    return plain.run(TIMES);
  }

  @Benchmark
  public int limit() {
    return limit.run(TIMES);
  }

  @Benchmark
  public int fermata() {
    return fermata.run(TIMES);
  }

  @Benchmark
  public int kotlin() {
    return kotlin.run(TIMES);
  }

  @Benchmark
  public int eaAsync() {
    return ea.run(TIMES);
  }

  @Benchmark
  public int futures() {
    return futures.run(TIMES);
  }
}
