package dev.fermata.benchmarks.futures;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.util.concurrent.CompletableFuture;

/** Futures of futures, many deep. */
public final class ChainFutures {
  private final FutureLoop loop = new FutureLoop();

  /** Gives the depth; the innermost yields once where {@code suspends}. */
  public int run(int depth, boolean suspends) {
    return loop.run(() -> level(depth, suspends));
  }

  private CompletableFuture<Integer> level(int depth, boolean suspends) {
    if (depth == 0) {
      return suspends ? loop.yieldNow().thenApply(done -> 0) : completedFuture(0);
    }
    return level(depth - 1, suspends).thenApply(below -> below + 1);
  }
}
