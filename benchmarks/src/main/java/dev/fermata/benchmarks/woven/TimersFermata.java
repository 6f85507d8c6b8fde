package dev.fermata.benchmarks.woven;

import static dev.fermata.Fermata.run;

import dev.fermata.EventLoop;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Timers of an event loop. */
public final class TimersFermata {
  private TimersFermata() {}

  /** Schedules callbacks and cancels them in another order; gives how many were cancelled. */
  public static int scheduleAndCancel(long[] delays, int[] order) {
    return run(
        () -> {
          EventLoop loop = EventLoop.current();
          ScheduledFuture<?>[] timers = new ScheduledFuture<?>[delays.length];
          for (int i = 0; i < delays.length; i++) {
            timers[i] = loop.schedule(() -> {}, delays[i], TimeUnit.NANOSECONDS);
          }
          int cancelled = 0;
          for (int i : order) {
            cancelled += timers[i].cancel(false) ? 1 : 0;
          }
          return cancelled;
        });
  }
}
