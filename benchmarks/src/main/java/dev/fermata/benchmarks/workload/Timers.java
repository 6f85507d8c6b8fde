package dev.fermata.benchmarks.workload;

import dev.fermata.benchmarks.kotlin.TimersKotlin;
import dev.fermata.benchmarks.limit.TimersLimit;
import dev.fermata.benchmarks.threads.TimersThreads;
import dev.fermata.benchmarks.woven.TimersFermata;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/**
 * A million callbacks are scheduled for times in no order, and cancelled in another order. Kotlin
 * has no such callbacks, and holds coroutines; the peer of the futures is the JDK's scheduled
 * executor.
 */
@Described(value = "10^6 timers scheduled and cancelled", per = "a timer", once = true)
@OperationsPerInvocation(Timers.COUNT)
public class Timers extends Workload {
  static final int COUNT = 1_000_000;
  private static final int WARMUP = 100_000;
  private static final int SMALL = 1_000;

  /** Has no divisor with the counts in common. */
  private static final long STEP = 7_919;

  private long[] delays = {};
  private int[] order = {};
  private final TimersKotlin kotlin = new TimersKotlin();

  @Override
  void prepare(String method, boolean small) {
    prepare(SMALL);
  }

  @Override
  void begin(boolean warmup) {
    prepare(warmup ? WARMUP : COUNT);
  }

  private void prepare(int count) {
    delays = new long[count];
    order = new int[count];
    for (int i = 0; i < count; i++) {
      delays[i] = TimeUnit.HOURS.toNanos(1) + TimeUnit.MILLISECONDS.toNanos(i * STEP % count);
      order[i] = (int) (i * STEP * STEP % count);
    }
  }

  @Benchmark
  public int limit() {
    return TimersLimit.run(delays, order);
  }

  @Benchmark
  public int fermata() {
    return TimersFermata.scheduleAndCancel(delays, order);
  }

  @Benchmark
  public int kotlin() {
    return kotlin.run(delays, order);
  }

  @Benchmark
  public int futures() {
    return TimersThreads.run(delays, order);
  }
}
