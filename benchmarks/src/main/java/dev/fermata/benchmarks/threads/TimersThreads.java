package dev.fermata.benchmarks.threads;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Timers of the JDK's scheduled executor. */
public final class TimersThreads {
  private TimersThreads() {}

  /** Schedules callbacks and cancels them in another order; gives how many were cancelled. */
  public static int run(long[] delays, int[] order) {
    ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1);
    executor.setRemoveOnCancelPolicy(true);
    try {
      ScheduledFuture<?>[] timers = new ScheduledFuture<?>[delays.length];
      for (int i = 0; i < delays.length; i++) {
        timers[i] = executor.schedule(() -> {}, delays[i], TimeUnit.NANOSECONDS);
      }
      int cancelled = 0;
      for (int i : order) {
        cancelled += timers[i].cancel(false) ? 1 : 0;
      }
      return cancelled;
    } finally {
      executor.shutdownNow();
    }
  }
}
