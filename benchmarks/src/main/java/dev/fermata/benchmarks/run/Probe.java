package dev.fermata.benchmarks.run;

import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicLong;

/** What a workload measures in the middle of its work, and the processor time of doing so. */
public final class Probe {
  private static long before;
  private static final AtomicLong RETAINED = new AtomicLong();
  private static final AtomicLong EXCLUDED = new AtomicLong();

  private Probe() {}

  /** Before the work: notes how much of the heap is used. */
  public static void begin() {
    long start = CpuClock.nanos();
    before = usedAfterCollection();
    EXCLUDED.addAndGet(CpuClock.nanos() - start);
  }

  /** In the middle of the work: notes how much more is used now. */
  public static void measureRetained() {
    long start = CpuClock.nanos();
    RETAINED.set(usedAfterCollection() - before);
    EXCLUDED.addAndGet(CpuClock.nanos() - start);
  }

  static void reset() {
    RETAINED.set(0);
    EXCLUDED.set(0);
  }

  static long excludedNanos() {
    return EXCLUDED.get();
  }

  static double retainedBytes() {
    return RETAINED.get();
  }

  private static long usedAfterCollection() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
