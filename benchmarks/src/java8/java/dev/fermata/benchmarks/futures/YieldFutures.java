package dev.fermata.benchmarks.futures;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.util.concurrent.CompletableFuture;

/** Chains of futures that yield to their loop. */
public final class YieldFutures {
  private final FutureLoop loop = new FutureLoop();

  /** One chain yields {@code times} times; gives the number of yields. */
  public int alone(int times) {
    return loop.run(() -> yielding(0, times));
  }

  /** Many chains that take turns; gives the number of all yields. */
  public int roundRobin(int count, int times) {
    return loop.run(
        () -> {
          CompletableFuture<Integer> sum = completedFuture(0);
          for (int i = 0; i < count; i++) {
            sum = yielding(0, times).thenCombine(sum, Integer::sum);
          }
          return sum;
        });
  }

  private CompletableFuture<Integer> yielding(int done, int times) {
    return done == times
        ? completedFuture(done)
        : loop.yieldNow().thenCompose(unused -> yielding(done + 1, times));
  }
}
