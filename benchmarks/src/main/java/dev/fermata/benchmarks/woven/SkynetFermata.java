package dev.fermata.benchmarks.woven;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.completed;
import static dev.fermata.Fermata.spawn;

import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Task;
import dev.fermata.annotations.Async;
import java.util.ArrayList;
import java.util.List;

/** A tree of tasks, ten a node. */
public final class SkynetFermata {
  private static final int BRANCHES = 10;

  private final EventLoop loop = new EventLoop();

  /** Gives the sum of the leaves' numbers. */
  public long run(int leaves) {
    return loop.run(node(0, leaves));
  }

  @Async
  private Coroutine<Long> node(long number, int size) {
    if (size == 1) {
      return completed(number);
    }
    int part = size / BRANCHES;
    List<Task<Long>> children = new ArrayList<>(BRANCHES);
    for (int i = 0; i < BRANCHES; i++) {
      children.add(spawn(node(number + (long) i * part, part)));
    }
    long sum = 0;
    for (int i = 0; i < BRANCHES; i++) {
      sum += await(children.get(i));
    }
    return completed(sum);
  }
}
