package dev.fermata.benchmarks.ea;

import static com.ea.async.Async.await;
import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.fermata.benchmarks.futures.FutureLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Async methods of EA Async that yield to their loop. */
public final class YieldEa {
  private final FutureLoop loop = new FutureLoop();

  /** One method yields {@code times} times; gives the number of yields. */
  public int alone(int times) {
    return loop.run(() -> yielding(times));
  }

  /** Many that take turns; gives the number of all yields. */
  public int roundRobin(int count, int times) {
    return loop.run(() -> all(count, times));
  }

  private CompletableFuture<Integer> all(int count, int times) {
    List<CompletableFuture<Integer>> tasks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      tasks.add(yielding(times));
    }
    int sum = 0;
    for (int i = 0; i < count; i++) {
      sum += await(tasks.get(i));
    }
    return completedFuture(sum);
  }

  private CompletableFuture<Integer> yielding(int times) {
    int done = 0;
    while (done < times) {
      await(loop.yieldNow());
      done++;
    }
    return completedFuture(done);
  }
}
