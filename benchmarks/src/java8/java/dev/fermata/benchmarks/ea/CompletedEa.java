package dev.fermata.benchmarks.ea;

import static com.ea.async.Async.await;
import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.fermata.benchmarks.futures.FutureLoop;
import java.util.concurrent.CompletableFuture;

/** A loop of EA Async that awaits futures that are done. */
public final class CompletedEa {
  private final FutureLoop loop = new FutureLoop();

  /** Gives the sum of the values. */
  public int run(CompletableFuture<Integer>[] futures) {
    return loop.run(() -> sum(futures));
  }

  private CompletableFuture<Integer> sum(CompletableFuture<Integer>[] futures) {
    int sum = 0;
    for (int i = 0; i < futures.length; i++) {
      sum += await(futures[i]);
    }
    return completedFuture(sum);
  }
}
