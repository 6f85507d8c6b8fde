package dev.fermata.benchmarks.ea;

import static com.ea.async.Async.await;
import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.fermata.benchmarks.futures.FutureLoop;
import java.util.concurrent.CompletableFuture;

/** Fibonacci numbers by async calls of EA Async. */
public final class FibEa {
  private final FutureLoop loop = new FutureLoop();
  private boolean suspends;

  /** {@code fib(n)}; every leaf yields once where {@code suspending}. */
  public int run(int n, boolean suspending) {
    suspends = suspending;
    return loop.run(() -> fib(n));
  }

  private CompletableFuture<Integer> fib(int n) {
    if (n < 2) {
      if (suspends) {
        await(loop.yieldNow());
      }
      return completedFuture(n);
    }
    return completedFuture(await(fib(n - 1)) + await(fib(n - 2)));
  }
}
