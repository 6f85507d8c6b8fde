package dev.fermata.benchmarks.run;

import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The processor time of an iteration, and the memory that a workload asks for in the middle of its
 * work; what that costs does not count.
 */
public final class Probe {
  private static final AtomicLong START = new AtomicLong();
  private static final AtomicLong USED_BEFORE = new AtomicLong();
  private static final AtomicLong RETAINED = new AtomicLong();

  private Probe() {}

  /**
   * Begins, or begins anew: notes how much of the heap is used; the time until now is forgotten.
   */
  public static void begin() {
    USED_BEFORE.set(usedAfterCollection());
    START.set(CpuClock.nanos());
  }

  /** In the middle of the work: notes how much more of the heap is used now. */
  public static void measureRetained() {
    long start = CpuClock.nanos();
    RETAINED.set(usedAfterCollection() - USED_BEFORE.get());
    START.addAndGet(CpuClock.nanos() - start);
  }

  /** Counts what another process has used for this one. */
  public static void addOfChild(long nanos) {
    START.addAndGet(-nanos);
  }

  static void reset() {
    RETAINED.set(0);
    START.set(CpuClock.nanos());
  }

  static double usedNanos() {
    return CpuClock.nanos() - START.get();
  }

  static double retainedBytes() {
    return RETAINED.get();
  }

  private static long usedAfterCollection() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
