package dev.fermata.benchmarks.threads;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;

/** A tree of virtual threads, ten a node. */
public final class SkynetThreads {
  private static final int BRANCHES = 10;

  private SkynetThreads() {}

  /** Gives the sum of the leaves' numbers. */
  public static long run(int leaves) {
    return VirtualThreads.run(() -> node(0, leaves));
  }

  private static long node(long number, int size) {
    if (size == 1) {
      return number;
    }
    int part = size / BRANCHES;
    List<Future<Long>> children = new ArrayList<>(BRANCHES);
    for (int i = 0; i < BRANCHES; i++) {
      long first = number + (long) i * part;
      children.add(VirtualThreads.submit(() -> node(first, part)));
    }
    long sum = 0;
    for (Future<Long> child : children) {
      sum += VirtualThreads.get(child);
    }
    return sum;
  }
}
