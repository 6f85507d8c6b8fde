package dev.fermata.benchmarks.ea;

import static com.ea.async.Async.await;
import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.fermata.benchmarks.futures.FutureLoop;
import dev.fermata.benchmarks.futures.Leaf;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A tree of async methods of EA Async, six a node. */
public final class TreeEa {
  private static final int BRANCHES = 6;

  private final FutureLoop loop = new FutureLoop();
  private Leaf kind;
  private boolean eager;

  /** Gives the sum of the leaves' values. */
  public int run(int levels, Leaf leaf, boolean eagerly) {
    kind = leaf;
    eager = eagerly;
    return loop.run(() -> node(levels, 0));
  }

  private CompletableFuture<Integer> node(int levels, int number) {
    if (levels == 0) {
      if (kind.sleeps(number)) {
        await(loop.sleep(Leaf.SLEEP_NANOS));
      }
      return completedFuture(kind.value(number));
    }
    List<CompletableFuture<Integer>> children = children(levels - 1, number * BRANCHES);
    int sum = 0;
    for (int i = 0; i < BRANCHES; i++) {
      sum += await(children.get(i));
    }
    return completedFuture(sum);
  }

  private List<CompletableFuture<Integer>> children(int levels, int first) {
    List<CompletableFuture<Integer>> children = new ArrayList<>(BRANCHES);
    for (int i = 0; i < BRANCHES; i++) {
      int child = first + i;
      children.add(eager ? node(levels, child) : loop.spawn(() -> node(levels, child)));
    }
    return children;
  }
}
