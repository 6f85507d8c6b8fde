package dev.fermata.benchmarks.ea;

import static com.ea.async.Async.await;
import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.fermata.benchmarks.futures.FutureLoop;
import java.util.concurrent.CompletableFuture;

/** Async methods of EA Async that sleep with three live variables. */
public final class SleepersEa {
  private static FutureLoop loop;
  private static long sum;
  private static int awake;

  private SleepersEa() {}

  /** Calls {@code asleep} when all sleep; gives the sum of their results. */
  public static long run(int count, long deadline, Runnable asleep) {
    loop = new FutureLoop();
    return loop.run(() -> all(count, deadline, asleep));
  }

  private static CompletableFuture<Long> all(int count, long deadline, Runnable asleep) {
    sum = 0;
    awake = 0;
    for (int i = 0; i < count; i++) {
      sleeper(i, i & 7, i & 15, deadline);
    }
    await(loop.yieldNow());
    asleep.run();
    await(loop.sleep(deadline - System.nanoTime()));
    while (awake < count) {
      await(loop.yieldNow());
    }
    return completedFuture(sum);
  }

  private static CompletableFuture<Void> sleeper(
      int number, int factor, int offset, long deadline) {
    await(loop.sleep(deadline - System.nanoTime()));
    sum += (long) number * factor + offset;
    awake++;
    return completedFuture(null);
  }
}
