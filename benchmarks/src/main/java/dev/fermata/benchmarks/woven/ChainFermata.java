package dev.fermata.benchmarks.woven;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.completed;
import static dev.fermata.Fermata.yieldNow;

import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.annotations.Async;

/** Async calls, many deep. */
public final class ChainFermata {
  private final EventLoop loop = new EventLoop();

  /** Gives the depth; the innermost yields once where {@code suspends}. */
  public int run(int depth, boolean suspends) {
    return loop.run(level(depth, suspends));
  }

  @Async
  private Coroutine<Integer> level(int depth, boolean suspends) {
    if (depth == 0) {
      if (suspends) {
        await(yieldNow());
      }
      return completed(0);
    }
    return completed(await(level(depth - 1, suspends)) + 1);
  }
}
