package dev.fermata.benchmarks.ea;

import static com.ea.async.Async.await;
import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.fermata.benchmarks.futures.FutureLoop;
import java.util.concurrent.CompletableFuture;

/** Async calls of EA Async, many deep. */
public final class ChainEa {
  private final FutureLoop loop = new FutureLoop();

  /** Gives the depth; the innermost yields once where {@code suspends}. */
  public int run(int depth, boolean suspends) {
    return loop.run(() -> level(depth, suspends));
  }

  private CompletableFuture<Integer> level(int depth, boolean suspends) {
    if (depth == 0) {
      if (suspends) {
        await(loop.yieldNow());
      }
      return completedFuture(0);
    }
    return completedFuture(await(level(depth - 1, suspends)) + 1);
  }
}
