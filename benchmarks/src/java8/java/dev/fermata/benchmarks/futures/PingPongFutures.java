package dev.fermata.benchmarks.futures;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.util.concurrent.CompletableFuture;

/** Two chains of futures that send one another numbers. */
public final class PingPongFutures {
  private final FutureLoop loop = new FutureLoop();
  private final FutureSlot there = new FutureSlot(loop);
  private final FutureSlot back = new FutureSlot(loop);

  /** Gives the sum of what came back. */
  public int run(int rounds) {
    return loop.run(
        () -> {
          loop.spawn(() -> pong(rounds));
          return loop.spawn(() -> ping(0, rounds, 0));
        });
  }

  private CompletableFuture<Integer> ping(int round, int rounds, int sum) {
    if (round == rounds) {
      return completedFuture(sum);
    }
    return there
        .send(round)
        .thenCompose(sent -> back.receive())
        .thenCompose(reply -> ping(round + 1, rounds, sum + reply));
  }

  private CompletableFuture<Integer> pong(int left) {
    if (left == 0) {
      return completedFuture(0);
    }
    return there
        .receive()
        .thenCompose(number -> back.send(number + 1))
        .thenCompose(sent -> pong(left - 1));
  }
}
