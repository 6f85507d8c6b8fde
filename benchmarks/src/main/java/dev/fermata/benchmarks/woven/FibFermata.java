package dev.fermata.benchmarks.woven;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.completed;
import static dev.fermata.Fermata.yieldNow;

import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.annotations.Async;

/** Fibonacci numbers by async calls. */
public final class FibFermata {
  private final EventLoop loop = new EventLoop();
  private boolean suspends;

  /** {@code fib(n)}; every leaf yields once where {@code suspending}. */
  public int run(int n, boolean suspending) {
    suspends = suspending;
    return loop.run(fib(n));
  }

  @Async
  private Coroutine<Integer> fib(int n) {
    if (n < 2) {
      if (suspends) {
        await(yieldNow());
      }
      return completed(n);
    }
    return completed(await(fib(n - 1)) + await(fib(n - 2)));
  }
}
