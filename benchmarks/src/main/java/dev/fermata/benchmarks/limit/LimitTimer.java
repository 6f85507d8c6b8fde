package dev.fermata.benchmarks.limit;

/** What a {@link LimitTimers} holds. */
public abstract class LimitTimer {
  long deadline;

  /** Its place in the heap, or -1. */
  int index = -1;
}
