package dev.fermata.benchmarks.ea;

import static com.ea.async.Async.await;
import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.fermata.benchmarks.futures.FutureLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A tree of async methods of EA Async, ten a node. */
public final class SkynetEa {
  private static final int BRANCHES = 10;

  private final FutureLoop loop = new FutureLoop();

  /** Gives the sum of the leaves' numbers. */
  public long run(int leaves) {
    return loop.run(() -> node(0, leaves));
  }

  private CompletableFuture<Long> node(long number, int size) {
    if (size == 1) {
      return completedFuture(number);
    }
    List<CompletableFuture<Long>> children = children(number, size / BRANCHES);
    long sum = 0;
    for (int i = 0; i < BRANCHES; i++) {
      sum += await(children.get(i));
    }
    return completedFuture(sum);
  }

  private List<CompletableFuture<Long>> children(long number, int part) {
    List<CompletableFuture<Long>> children = new ArrayList<>(BRANCHES);
    for (int i = 0; i < BRANCHES; i++) {
      long first = number + (long) i * part;
      children.add(loop.spawn(() -> node(first, part)));
    }
    return children;
  }
}
