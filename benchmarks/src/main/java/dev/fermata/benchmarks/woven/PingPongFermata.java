package dev.fermata.benchmarks.woven;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.completed;
import static dev.fermata.Fermata.spawn;

import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Task;
import dev.fermata.annotations.Async;
import dev.fermata.sync.Channel;

/** Two tasks that send one another numbers. */
public final class PingPongFermata {
  private final EventLoop loop = new EventLoop();

  /** Gives the sum of what came back. */
  public int run(int rounds) {
    return loop.run(both(rounds));
  }

  @Async
  private Coroutine<Integer> both(int rounds) {
    Channel<Integer> there = Channel.buffered(1);
    Channel<Integer> back = Channel.buffered(1);
    Task<Void> pong = spawn(pong(rounds, there, back));
    Task<Integer> ping = spawn(ping(rounds, there, back));
    await(pong);
    return completed(await(ping));
  }

  @Async
  private Coroutine<Integer> ping(int rounds, Channel<Integer> there, Channel<Integer> back) {
    int sum = 0;
    for (int round = 0; round < rounds; round++) {
      await(there.send(round));
      sum += await(back.receive());
    }
    return completed(sum);
  }

  @Async
  private Coroutine<Void> pong(int rounds, Channel<Integer> there, Channel<Integer> back) {
    for (int round = 0; round < rounds; round++) {
      await(back.send(await(there.receive()) + 1));
    }
    return completed();
  }
}
