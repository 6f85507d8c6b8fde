package dev.fermata.benchmarks.woven;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.completed;
import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.annotations.Async;
import java.util.concurrent.CompletableFuture;

/** Hot async methods, and who calls them. */
public final class HotFermata {
  private final EventLoop loop = new EventLoop();

  /** Awaits each call; gives the sum of the results. */
  public int awaited(int times) {
    return loop.run(sum(times));
  }

  /** Calls from code that is not woven; gives the sum of the results. */
  public int joined(int times) {
    int sum = 0;
    for (int i = 0; i < times; i++) {
      sum += next(i).join();
    }
    return sum;
  }

  @Async
  private Coroutine<Integer> sum(int times) {
    int sum = 0;
    for (int i = 0; i < times; i++) {
      sum += await(next(i));
    }
    return completed(sum);
  }

  @Async
  private CompletableFuture<Integer> next(int i) {
    return completedFuture(await(check(i)) ? i & 63 : -1);
  }

  @Async
  private CompletableFuture<Boolean> check(int i) {
    return completedFuture(i >= 0);
  }
}
