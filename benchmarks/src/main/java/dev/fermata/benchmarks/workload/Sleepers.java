package dev.fermata.benchmarks.workload;

import dev.fermata.benchmarks.ea.SleepersEa;
import dev.fermata.benchmarks.futures.SleepersFutures;
import dev.fermata.benchmarks.kotlin.SleepersKotlin;
import dev.fermata.benchmarks.limit.SleepersLimit;
import dev.fermata.benchmarks.run.Probe;
import dev.fermata.benchmarks.threads.SleepersThreads;
import dev.fermata.benchmarks.woven.SleepersFermata;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/**
 * A million tasks begin, sleep with three live variables until the same time, and wake. What they
 * keep is measured by the used heap, collected before they begin and while all of them sleep; those
 * collections are not in the processor time.
 */
@Described(value = "10^6 sleeping tasks with three live variables", per = "a task", once = true)
@OperationsPerInvocation(Sleepers.COUNT)
public class Sleepers extends Workload {
  static final int COUNT = 1_000_000;
  private static final int WARMUP = 100_000;
  private static final int SMALL = 1_000;

  private int count;
  private long sleepNanos;
  private boolean heavy;

  private final SleepersKotlin kotlin = new SleepersKotlin();
  private final SleepersThreads threads = new SleepersThreads();

  @Override
  void prepare(String method, boolean small) {
    count = SMALL;
    sleepNanos = TimeUnit.MILLISECONDS.toNanos(500);
    heavy = method.equals("virtualThreads") || method.equals("kotlin");
  }

  @Override
  void begin(boolean warmup) {
    count = warmup ? WARMUP : COUNT;
    sleepNanos = TimeUnit.MILLISECONDS.toNanos((heavy ? 8_000 : 3_000) / (warmup ? 5 : 1));
  }

  /** How one peer runs it. */
  private interface Peer {
    long run(int count, long deadline, Runnable asleep);
  }

  private long run(Peer peer) {
    for (long nanos = sleepNanos; ; nanos *= 2) {
      Probe.begin();
      long deadline = System.nanoTime() + nanos;
      boolean[] allSlept = {false};
      long sum =
          peer.run(
              count,
              deadline,
              () -> {
                Probe.measureRetained();
                allSlept[0] = System.nanoTime() - deadline < 0;
              });
      if (allSlept[0]) {
        return sum;
      }
      // The machine was too busy: some woke before all slept. Once more, with more time.
      sleepNanos = nanos * 2;
    }
  }

  @Benchmark
  public long limit() {
    return run(SleepersLimit::run);
  }

  @Benchmark
  public long fermata() {
    return run(SleepersFermata::run);
  }

  @Benchmark
  public long kotlin() {
    return run(kotlin::run);
  }

  @Benchmark
  public long eaAsync() {
    return run(SleepersEa::run);
  }

  @Benchmark
  public long futures() {
    return run(new SleepersFutures()::run);
  }

  @Benchmark
  public long virtualThreads() {
    return run(threads::run);
  }
}
