package dev.fermata.benchmarks.limit;

import java.util.concurrent.CompletableFuture;

/** A loop written by hand that awaits futures; only for those that are done. */
public final class CompletedLimit {
  private final LimitLoop loop = new LimitLoop();

  /** Gives the sum of the values. */
  public int run(CompletableFuture<Integer>[] futures) {
    return (Integer) loop.run(() -> sum(futures));
  }

  private Object sum(CompletableFuture<Integer>[] futures) {
    int sum = 0;
    for (CompletableFuture<Integer> future : futures) {
      if (!future.isDone()) {
        throw new IllegalStateException("not done");
      }
      sum += future.getNow(null);
    }
    return sum;
  }
}
