package dev.fermata.benchmarks.threads;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;

/** Virtual threads that sleep with three live variables. */
public final class SleepersThreads {
  /** For the last ones that have counted themselves to fall asleep. */
  private static final long FALL_ASLEEP_MILLIS = 200;

  private final LongAdder sum = new LongAdder();

  /** Calls {@code asleep} when all sleep; gives the sum of their results. */
  public long run(int count, long deadline, Runnable asleep) {
    CountDownLatch begun = new CountDownLatch(count);
    CountDownLatch awake = new CountDownLatch(count);
    sum.reset();
    try {
      for (int i = 0; i < count; i++) {
        int number = i;
        VirtualThreads.start(
            () -> sleeper(number, number & 7, number & 15, deadline, begun, awake));
      }
      begun.await();
      Thread.sleep(FALL_ASLEEP_MILLIS);
      asleep.run();
      awake.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return sum.sum();
  }

  private void sleeper(
      int number,
      int factor,
      int offset,
      long deadline,
      CountDownLatch begun,
      CountDownLatch awake) {
    begun.countDown();
    try {
      Thread.sleep(Math.max(0, (deadline - System.nanoTime()) / 1_000_000));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    sum.add((long) number * factor + offset);
    awake.countDown();
  }
}
