package dev.fermata.benchmarks.limit;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.util.concurrent.CompletableFuture;

/** Hot methods written by hand: a direct entry, and a future only for callers that want one. */
public final class HotLimit {
  private final LimitLoop loop = new LimitLoop();

  /** Calls the direct entry; gives the sum of the results. */
  public int awaited(int times) {
    return (Integer) loop.run(() -> sum(times));
  }

  /** Calls for a future; gives the sum of the results. */
  public int joined(int times) {
    int sum = 0;
    for (int i = 0; i < times; i++) {
      sum += next(i).join();
    }
    return sum;
  }

  private Object sum(int times) {
    int sum = 0;
    for (int i = 0; i < times; i++) {
      Object value = nextEntry(i);
      if (value instanceof LimitFrame) {
        return value;
      }
      sum += (Integer) value;
    }
    return sum;
  }

  private CompletableFuture<Integer> next(int i) {
    Object value = nextEntry(i);
    if (value instanceof LimitFrame) {
      throw new IllegalStateException("held");
    }
    return completedFuture((Integer) value);
  }

  private Object nextEntry(int i) {
    Object checked = checkEntry(i);
    if (checked instanceof LimitFrame) {
      return checked;
    }
    return (Boolean) checked ? i & 63 : -1;
  }

  private Object checkEntry(int i) {
    return i >= 0;
  }
}
