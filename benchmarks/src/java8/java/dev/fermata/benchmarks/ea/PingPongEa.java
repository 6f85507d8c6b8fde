package dev.fermata.benchmarks.ea;

import static com.ea.async.Async.await;
import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.fermata.benchmarks.futures.FutureLoop;
import dev.fermata.benchmarks.futures.FutureSlot;
import java.util.concurrent.CompletableFuture;

/** Two async methods of EA Async that send one another numbers. */
public final class PingPongEa {
  private final FutureLoop loop = new FutureLoop();
  private final FutureSlot there = new FutureSlot(loop);
  private final FutureSlot back = new FutureSlot(loop);

  /** Gives the sum of what came back. */
  public int run(int rounds) {
    return loop.run(
        () -> {
          loop.spawn(() -> pong(rounds));
          return loop.spawn(() -> ping(rounds));
        });
  }

  private CompletableFuture<Integer> ping(int rounds) {
    int sum = 0;
    for (int round = 0; round < rounds; round++) {
      await(there.send(round));
      sum += await(back.receive());
    }
    return completedFuture(sum);
  }

  private CompletableFuture<Integer> pong(int rounds) {
    for (int round = 0; round < rounds; round++) {
      await(back.send(await(there.receive()) + 1));
    }
    return completedFuture(0);
  }
}
