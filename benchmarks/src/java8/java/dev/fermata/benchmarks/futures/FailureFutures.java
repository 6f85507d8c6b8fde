package dev.fermata.benchmarks.futures;

import java.util.concurrent.CompletableFuture;

/** An exception that passes many futures. */
public final class FailureFutures {
  private final FutureLoop loop = new FutureLoop();

  /** Gives the depth at which it was thrown; after a yield where {@code suspends}. */
  public int run(int depth, boolean suspends) {
    return loop.run(
        () ->
            level(0, depth, suspends)
                .exceptionally(e -> ((Failing) (e instanceof Failing ? e : e.getCause())).depth));
  }

  private CompletableFuture<Integer> level(int depth, int bottom, boolean suspends) {
    if (depth < bottom) {
      return level(depth + 1, bottom, suspends).thenApply(below -> below + 1);
    }
    if (suspends) {
      return loop.yieldNow().thenApply(unused -> fail(depth));
    }
    CompletableFuture<Integer> failed = new CompletableFuture<>();
    failed.completeExceptionally(new Failing(depth));
    return failed;
  }

  private static Integer fail(int depth) {
    throw new Failing(depth);
  }
}
