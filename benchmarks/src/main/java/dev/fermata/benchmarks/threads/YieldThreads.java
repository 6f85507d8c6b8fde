package dev.fermata.benchmarks.threads;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;

/** Virtual threads that yield. */
public final class YieldThreads {
  private YieldThreads() {}

  /** One thread yields {@code times} times; gives the number of yields. */
  public static int alone(int times) {
    return VirtualThreads.run(() -> yielding(times));
  }

  /** Many that take turns; gives the number of all yields. */
  public static int roundRobin(int count, int times) {
    return VirtualThreads.run(
        () -> {
          List<Future<Integer>> threads = new ArrayList<>();
          for (int i = 0; i < count; i++) {
            threads.add(VirtualThreads.submit(() -> yielding(times)));
          }
          int sum = 0;
          for (Future<Integer> thread : threads) {
            sum += VirtualThreads.get(thread);
          }
          return sum;
        });
  }

  private static int yielding(int times) {
    int done = 0;
    while (done < times) {
      VirtualThreads.yieldNow();
      done++;
    }
    return done;
  }
}
