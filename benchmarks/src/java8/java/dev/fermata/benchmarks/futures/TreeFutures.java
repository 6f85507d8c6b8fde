package dev.fermata.benchmarks.futures;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** A tree of futures, six a node. */
public final class TreeFutures {
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
      return kind.sleeps(number)
          ? loop.sleep(Leaf.SLEEP_NANOS).thenApply(slept -> kind.value(number))
          : completedFuture(kind.value(number));
    }
    CompletableFuture<Integer> sum = completedFuture(0);
    for (int i = 0; i < BRANCHES; i++) {
      int child = number * BRANCHES + i;
      Supplier<CompletableFuture<Integer>> body = () -> node(levels - 1, child);
      sum = (eager ? body.get() : loop.spawn(body)).thenCombine(sum, Integer::sum);
    }
    return sum;
  }
}
