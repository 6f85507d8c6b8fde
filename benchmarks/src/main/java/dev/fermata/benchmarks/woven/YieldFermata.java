package dev.fermata.benchmarks.woven;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.completed;
import static dev.fermata.Fermata.spawn;
import static dev.fermata.Fermata.yieldNow;

import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Task;
import dev.fermata.annotations.Async;
import java.util.ArrayList;
import java.util.List;

/** Coroutines that yield to their loop. */
public final class YieldFermata {
  private final EventLoop loop = new EventLoop();

  /** One coroutine yields {@code times} times; gives the number of yields. */
  public int alone(int times) {
    return loop.run(yielding(times));
  }

  /** Many that take turns; gives the number of all yields. */
  public int roundRobin(int count, int times) {
    return loop.run(all(count, times));
  }

  @Async
  private Coroutine<Integer> all(int count, int times) {
    List<Task<Integer>> tasks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      tasks.add(spawn(yielding(times)));
    }
    int sum = 0;
    for (int i = 0; i < count; i++) {
      sum += await(tasks.get(i));
    }
    return completed(sum);
  }

  @Async
  private Coroutine<Integer> yielding(int times) {
    int done = 0;
    while (done < times) {
      await(yieldNow());
      done++;
    }
    return completed(done);
  }
}
