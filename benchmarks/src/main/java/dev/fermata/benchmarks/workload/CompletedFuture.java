package dev.fermata.benchmarks.workload;

import dev.fermata.benchmarks.ea.CompletedEa;
import dev.fermata.benchmarks.futures.CompletedFutures;
import dev.fermata.benchmarks.kotlin.CompletedKotlin;
import dev.fermata.benchmarks.limit.CompletedLimit;
import dev.fermata.benchmarks.threads.VirtualThreads;
import dev.fermata.benchmarks.woven.CompletedFermata;
import java.util.concurrent.CompletableFuture;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** Awaits a thousand futures that are done, in a loop. */
@Described(value = "await of a completed future, in a loop", per = "an await")
@OperationsPerInvocation(CompletedFuture.COUNT)
public class CompletedFuture extends Workload {
  static final int COUNT = 1_000;

  private final CompletableFuture<Integer>[] done = done();

  private final CompletedLimit limit = new CompletedLimit();
  private final CompletedFermata fermata = new CompletedFermata();
  private final CompletedKotlin kotlin = new CompletedKotlin();
  private final CompletedEa ea = new CompletedEa();
  private final CompletedFutures futures = new CompletedFutures();

  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of futures
  private static CompletableFuture<Integer>[] done() {
    CompletableFuture<Integer>[] futures = new CompletableFuture[COUNT];
    for (int i = 0; i < COUNT; i++) {
      futures[i] = CompletableFuture.completedFuture(i % 100);
    }
    return futures;
  }

  @Benchmark
  public int plain() {
    int sum = 0;
    for (CompletableFuture<Integer> future : done) {
      sum += future.join();
    }
    return sum;
  }

  @Benchmark
  public int limit() {
    return limit.run(done);
  }

  @Benchmark
  public int fermata() {
    return fermata.run(done);
  }

  @Benchmark
  public int kotlin() {
    return kotlin.run(done);
  }

  @Benchmark
  public int eaAsync() {
    return ea.run(done);
  }

  @Benchmark
  public int futures() {
    return futures.run(done);
  }

  @Benchmark
  public int virtualThreads() {
    return VirtualThreads.run(this::plain);
  }
}
