package dev.fermata.benchmarks.limit;

/** Timers in a heap with four children a node. */
public final class TimersLimit {
  private TimersLimit() {}

  /** Schedules callbacks and cancels them in another order; gives how many were cancelled. */
  public static int run(long[] delays, int[] order) {
    LimitTimers heap = new LimitTimers();
    Callback[] timers = new Callback[delays.length];
    for (int i = 0; i < delays.length; i++) {
      timers[i] = new Callback(() -> {});
      heap.add(timers[i], System.nanoTime() + delays[i]);
    }
    int cancelled = 0;
    for (int i : order) {
      if (timers[i].index >= 0) {
        heap.remove(timers[i]);
        cancelled++;
      }
    }
    return cancelled;
  }

  private static final class Callback extends LimitTimer {
    @SuppressWarnings("UnusedVariable") // as every timer has one
    private final Runnable body;

    Callback(Runnable body) {
      this.body = body;
    }
  }
}
