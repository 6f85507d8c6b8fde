package dev.fermata.benchmarks.threads;

import dev.fermata.benchmarks.futures.Failing;

/** An exception that passes many plain calls. */
public final class Failures {
  private Failures() {}

  /** Gives the depth at which it was thrown; after a yield of the thread where {@code suspends}. */
  public static int run(int depth, boolean suspends) {
    try {
      return level(0, depth, suspends);
    } catch (Failing e) {
      return e.depth;
    }
  }

  private static int level(int depth, int bottom, boolean suspends) {
    if (depth < bottom) {
      return level(depth + 1, bottom, suspends) + 1;
    }
    if (suspends) {
      VirtualThreads.yieldNow();
    }
    throw new Failing(depth);
  }
}
