package dev.fermata.benchmarks.workload;

import dev.fermata.benchmarks.ea.PingPongEa;
import dev.fermata.benchmarks.futures.PingPongFutures;
import dev.fermata.benchmarks.kotlin.PingPongKotlin;
import dev.fermata.benchmarks.limit.PingPongLimit;
import dev.fermata.benchmarks.threads.PingPongThreads;
import dev.fermata.benchmarks.woven.PingPongFermata;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** Two coroutines send one another numbers through channels with a buffer of one. */
@Described(value = "ping-pong through one-slot channels", per = "a round trip")
@OperationsPerInvocation(PingPong.ROUNDS)
public class PingPong extends Workload {
  static final int ROUNDS = 1_000;

  private final PingPongLimit limit = new PingPongLimit();
  private final PingPongFermata fermata = new PingPongFermata();
  private final PingPongKotlin kotlin = new PingPongKotlin();
  private final PingPongEa ea = new PingPongEa();
  private final PingPongFutures futures = new PingPongFutures();

  @Benchmark
  public int limit() {
    return limit.run(ROUNDS);
  }

  @Benchmark
  public int fermata() {
    return fermata.run(ROUNDS);
  }

  @Benchmark
  public int kotlin() {
    return kotlin.run(ROUNDS);
  }

  @Benchmark
  public int eaAsync() {
    return ea.run(ROUNDS);
  }

  @Benchmark
  public int futures() {
    return futures.run(ROUNDS);
  }

  @Benchmark
  public int virtualThreads() {
    return PingPongThreads.run(ROUNDS);
  }
}
