package dev.fermata.benchmarks.woven;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.completed;
import static dev.fermata.Fermata.yieldNow;

import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.annotations.Async;
import dev.fermata.benchmarks.futures.Failing;

/** An exception that passes many async methods. */
public final class FailureFermata {
  private final EventLoop loop = new EventLoop();

  /** Gives the depth at which it was thrown; after a yield where {@code suspends}. */
  public int run(int depth, boolean suspends) {
    return loop.run(caught(depth, suspends));
  }

  @Async
  private Coroutine<Integer> caught(int depth, boolean suspends) {
    try {
      return completed(await(level(0, depth, suspends)));
    } catch (Failing e) {
      return completed(e.depth);
    }
  }

  @Async
  private Coroutine<Integer> level(int depth, int bottom, boolean suspends) {
    if (depth < bottom) {
      return completed(await(level(depth + 1, bottom, suspends)) + 1);
    }
    if (suspends) {
      await(yieldNow());
    }
    throw new Failing(depth);
  }
}
