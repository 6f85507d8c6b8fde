package dev.fermata.benchmarks.futures;

import java.util.concurrent.CompletableFuture;

/** Futures that go on after a time, with three variables captured. */
public final class SleepersFutures {
  private final FutureLoop loop = new FutureLoop();
  private long sum;
  private int awake;

  /** Calls {@code asleep} when all sleep; gives the sum of their results. */
  public long run(int count, long deadline, Runnable asleep) {
    return loop.run(
        () -> {
          for (int i = 0; i < count; i++) {
            int number = i;
            loop.execute(() -> sleeper(number, number & 7, number & 15, deadline));
          }
          return loop.yieldNow()
              .thenRun(asleep)
              .thenCompose(measured -> loop.sleep(deadline - System.nanoTime()))
              .thenCompose(slept -> awaken(count));
        });
  }

  private CompletableFuture<Long> awaken(int count) {
    return awake == count
        ? CompletableFuture.completedFuture(sum)
        : loop.yieldNow().thenCompose(turned -> awaken(count));
  }

  private void sleeper(int number, int factor, int offset, long deadline) {
    loop.sleep(deadline - System.nanoTime())
        .thenRun(
            () -> {
              sum += (long) number * factor + offset;
              awake++;
            });
  }
}
