package dev.fermata.benchmarks.woven;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.completed;
import static dev.fermata.Fermata.gather;
import static dev.fermata.Fermata.sleep;
import static dev.fermata.Fermata.spawnEager;

import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Task;
import dev.fermata.annotations.Async;
import dev.fermata.benchmarks.futures.Leaf;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A tree of tasks, six a node. */
public final class TreeFermata {
  private static final int BRANCHES = 6;
  private static final Duration SLEEP = Duration.ofNanos(Leaf.SLEEP_NANOS);

  private final EventLoop loop = new EventLoop();

  /** Gives the sum of the leaves' values. */
  public int run(int levels, Leaf leaf, boolean eager) {
    return loop.run(eager ? eagerNode(levels, leaf, 0) : node(levels, leaf, 0));
  }

  @Async
  private Coroutine<Integer> node(int levels, Leaf leaf, int number) {
    if (levels == 0) {
      if (leaf.sleeps(number)) {
        await(sleep(SLEEP));
      }
      return completed(leaf.value(number));
    }
    List<Coroutine<Integer>> children = new ArrayList<>(BRANCHES);
    for (int i = 0; i < BRANCHES; i++) {
      children.add(node(levels - 1, leaf, number * BRANCHES + i));
    }
    int sum = 0;
    for (int value : await(gather(children))) {
      sum += value;
    }
    return completed(sum);
  }

  @Async
  private Coroutine<Integer> eagerNode(int levels, Leaf leaf, int number) {
    if (levels == 0) {
      if (leaf.sleeps(number)) {
        await(sleep(SLEEP));
      }
      return completed(leaf.value(number));
    }
    List<Task<Integer>> children = new ArrayList<>(BRANCHES);
    for (int i = 0; i < BRANCHES; i++) {
      children.add(spawnEager(eagerNode(levels - 1, leaf, number * BRANCHES + i)));
    }
    int sum = 0;
    for (int i = 0; i < BRANCHES; i++) {
      sum += await(children.get(i));
    }
    return completed(sum);
  }
}
