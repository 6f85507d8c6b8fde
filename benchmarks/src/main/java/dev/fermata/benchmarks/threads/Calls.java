package dev.fermata.benchmarks.threads;

/** The same work as plain calls; a virtual thread runs them as any other thread does. */
public final class Calls {
  private boolean suspends;

  /** {@code fib(n)}; every leaf yields its thread once where {@code suspending}. */
  public int fib(int n, boolean suspending) {
    suspends = suspending;
    return fib(n);
  }

  private int fib(int n) {
    if (n < 2) {
      if (suspends) {
        VirtualThreads.yieldNow();
      }
      return n;
    }
    return fib(n - 1) + fib(n - 2);
  }

  /** Gives the depth; the innermost yields its thread once where {@code suspending}. */
  public int chain(int depth, boolean suspending) {
    suspends = suspending;
    return level(depth);
  }

  private int level(int depth) {
    if (depth == 0) {
      if (suspends) {
        VirtualThreads.yieldNow();
      }
      return 0;
    }
    return level(depth - 1) + 1;
  }
}
