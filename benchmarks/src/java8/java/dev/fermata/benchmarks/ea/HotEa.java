package dev.fermata.benchmarks.ea;

import static com.ea.async.Async.await;
import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.fermata.benchmarks.futures.FutureLoop;
import java.util.concurrent.CompletableFuture;

/** Methods of EA Async that return futures. */
public final class HotEa {
  private final FutureLoop loop = new FutureLoop();

  /** Awaits each call; gives the sum of the results. */
  public int awaited(int times) {
    return loop.run(() -> sum(times));
  }

  /** Calls from code that does not await; gives the sum of the results. */
  public int joined(int times) {
    int sum = 0;
    for (int i = 0; i < times; i++) {
      sum += next(i).join();
    }
    return sum;
  }

  private CompletableFuture<Integer> sum(int times) {
    int sum = 0;
    for (int i = 0; i < times; i++) {
      sum += await(next(i));
    }
    return completedFuture(sum);
  }

  private CompletableFuture<Integer> next(int i) {
    return completedFuture(await(check(i)) ? i & 63 : -1);
  }

  private CompletableFuture<Boolean> check(int i) {
    return completedFuture(i >= 0);
  }
}
