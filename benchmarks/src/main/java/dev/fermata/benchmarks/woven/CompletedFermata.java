package dev.fermata.benchmarks.woven;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.completed;

import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.annotations.Async;
import java.util.concurrent.CompletableFuture;

/** A loop that awaits futures that are done. */
public final class CompletedFermata {
  private final EventLoop loop = new EventLoop();

  /** Gives the sum of the values. */
  public int run(CompletableFuture<Integer>[] futures) {
    return loop.run(sum(futures));
  }

  @Async
  private Coroutine<Integer> sum(CompletableFuture<Integer>[] futures) {
    int sum = 0;
    for (CompletableFuture<Integer> future : futures) {
      sum += await(future);
    }
    return completed(sum);
  }
}
