package dev.fermata.benchmarks.ea;

import static com.ea.async.Async.await;
import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.fermata.benchmarks.futures.Failing;
import dev.fermata.benchmarks.futures.FutureLoop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** An exception that passes many async methods of EA Async. */
public final class FailureEa {
  private final FutureLoop loop = new FutureLoop();

  /** Gives the depth at which it was thrown; after a yield where {@code suspends}. */
  public int run(int depth, boolean suspends) {
    return loop.run(() -> caught(depth, suspends));
  }

  private CompletableFuture<Integer> caught(int depth, boolean suspends) {
    try {
      return completedFuture(await(level(0, depth, suspends)));
    } catch (Failing e) {
      // What is thrown before the first wait is thrown at the caller.
      return completedFuture(e.depth);
    } catch (CompletionException e) {
      return completedFuture(((Failing) e.getCause()).depth);
    }
  }

  private CompletableFuture<Integer> level(int depth, int bottom, boolean suspends) {
    if (depth == bottom) {
      if (suspends) {
        await(loop.yieldNow());
      }
      throw new Failing(depth);
    }
    return completedFuture(await(level(depth + 1, bottom, suspends)) + 1);
  }
}
