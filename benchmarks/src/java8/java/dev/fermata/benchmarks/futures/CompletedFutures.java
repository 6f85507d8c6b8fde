package dev.fermata.benchmarks.futures;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.util.concurrent.CompletableFuture;

/** A chain that composes futures that are done. */
public final class CompletedFutures {
  private final FutureLoop loop = new FutureLoop();

  /** Gives the sum of the values. */
  public int run(CompletableFuture<Integer>[] futures) {
    return loop.run(
        () -> {
          CompletableFuture<Integer> sum = completedFuture(0);
          for (CompletableFuture<Integer> future : futures) {
            sum = sum.thenCompose(before -> future.thenApply(value -> before + value));
          }
          return sum;
        });
  }
}
