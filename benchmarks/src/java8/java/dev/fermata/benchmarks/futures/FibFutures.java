package dev.fermata.benchmarks.futures;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.util.concurrent.CompletableFuture;

/** Fibonacci numbers by chained futures. */
public final class FibFutures {
  private final FutureLoop loop = new FutureLoop();
  private boolean suspends;

  /** {@code fib(n)}; every leaf yields once where {@code suspending}. */
  public int run(int n, boolean suspending) {
    suspends = suspending;
    return loop.run(() -> fib(n));
  }

  private CompletableFuture<Integer> fib(int n) {
    if (n < 2) {
      return suspends ? loop.yieldNow().thenApply(done -> n) : completedFuture(n);
    }
    return fib(n - 1).thenCompose(a -> fib(n - 2).thenApply(b -> a + b));
  }
}
