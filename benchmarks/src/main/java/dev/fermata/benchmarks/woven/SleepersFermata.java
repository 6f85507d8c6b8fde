package dev.fermata.benchmarks.woven;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.completed;
import static dev.fermata.Fermata.sleep;
import static dev.fermata.Fermata.spawn;
import static dev.fermata.Fermata.yieldNow;

import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.annotations.Async;
import java.time.Duration;

/** Tasks that sleep with three live variables. */
public final class SleepersFermata {
  private static long sum;
  private static int awake;

  private SleepersFermata() {}

  /** Calls {@code asleep} when all sleep; gives the sum of their results. */
  public static long run(int count, long deadline, Runnable asleep) {
    return new EventLoop().run(all(count, deadline, asleep));
  }

  @Async
  private static Coroutine<Long> all(int count, long deadline, Runnable asleep) {
    sum = 0;
    awake = 0;
    for (int i = 0; i < count; i++) {
      var unused = spawn(sleeper(i, i & 7, i & 15, deadline));
    }
    await(yieldNow());
    asleep.run();
    await(sleep(Duration.ofNanos(deadline - System.nanoTime())));
    while (awake < count) {
      await(yieldNow());
    }
    return completed(sum);
  }

  @Async
  private static Coroutine<Void> sleeper(int number, int factor, int offset, long deadline) {
    await(sleep(Duration.ofNanos(deadline - System.nanoTime())));
    sum += (long) number * factor + offset;
    awake++;
    return completed();
  }
}
