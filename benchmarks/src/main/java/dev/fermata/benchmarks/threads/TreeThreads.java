package dev.fermata.benchmarks.threads;

import dev.fermata.benchmarks.futures.Leaf;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** A tree of virtual threads, six a node. */
public final class TreeThreads {
  private static final int BRANCHES = 6;

  private TreeThreads() {}

  /** Gives the sum of the leaves' values. */
  public static int run(int levels, Leaf leaf) {
    return VirtualThreads.run(() -> node(levels, leaf, 0));
  }

  private static int node(int levels, Leaf leaf, int number) throws InterruptedException {
    if (levels == 0) {
      if (leaf.sleeps(number)) {
        TimeUnit.NANOSECONDS.sleep(Leaf.SLEEP_NANOS);
      }
      return leaf.value(number);
    }
    List<Future<Integer>> children = new ArrayList<>(BRANCHES);
    for (int i = 0; i < BRANCHES; i++) {
      int child = number * BRANCHES + i;
      children.add(VirtualThreads.submit(() -> node(levels - 1, leaf, child)));
    }
    int sum = 0;
    for (Future<Integer> child : children) {
      sum += VirtualThreads.get(child);
    }
    return sum;
  }
}
