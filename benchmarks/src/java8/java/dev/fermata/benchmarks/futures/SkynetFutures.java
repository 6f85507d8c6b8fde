package dev.fermata.benchmarks.futures;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.util.concurrent.CompletableFuture;

/** A tree of futures, ten a node. */
public final class SkynetFutures {
  private static final int BRANCHES = 10;

  private final FutureLoop loop = new FutureLoop();

  /** Gives the sum of the leaves' numbers. */
  public long run(int leaves) {
    return loop.run(() -> node(0, leaves));
  }

  private CompletableFuture<Long> node(long number, int size) {
    if (size == 1) {
      return completedFuture(number);
    }
    int part = size / BRANCHES;
    CompletableFuture<Long> sum = completedFuture(0L);
    for (int i = 0; i < BRANCHES; i++) {
      long first = number + (long) i * part;
      sum = loop.spawn(() -> node(first, part)).thenCombine(sum, Long::sum);
    }
    return sum;
  }
}
