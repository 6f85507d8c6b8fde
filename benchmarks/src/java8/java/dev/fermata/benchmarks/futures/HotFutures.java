package dev.fermata.benchmarks.futures;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.util.concurrent.CompletableFuture;

/** Methods that return futures, written without any tool. */
public final class HotFutures {
  private final FutureLoop loop = new FutureLoop();

  /** Calls in a chain; gives the sum of the results. */
  public int composed(int times) {
    return loop.run(
        () -> {
          CompletableFuture<Integer> sum = completedFuture(0);
          for (int i = 0; i < times; i++) {
            CompletableFuture<Integer> next = next(i);
            sum = sum.thenCompose(before -> next.thenApply(value -> before + value));
          }
          return sum;
        });
  }

  /** Calls whose results are taken at once; gives their sum. */
  public int joined(int times) {
    int sum = 0;
    for (int i = 0; i < times; i++) {
      sum += next(i).join();
    }
    return sum;
  }

  private CompletableFuture<Integer> next(int i) {
    return check(i).thenApply(checked -> checked ? i & 63 : -1);
  }

  private CompletableFuture<Boolean> check(int i) {
    return completedFuture(i >= 0);
  }
}
