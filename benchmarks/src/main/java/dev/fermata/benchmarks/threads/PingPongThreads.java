package dev.fermata.benchmarks.threads;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;

/** Two virtual threads that send one another numbers. */
public final class PingPongThreads {
  private PingPongThreads() {}

  /** Gives the sum of what came back. */
  public static int run(int rounds) {
    BlockingQueue<Integer> there = new ArrayBlockingQueue<>(1);
    BlockingQueue<Integer> back = new ArrayBlockingQueue<>(1);
    Future<Integer> pong =
        VirtualThreads.submit(
            () -> {
              for (int round = 0; round < rounds; round++) {
                back.put(there.take() + 1);
              }
              return 0;
            });
    Future<Integer> ping =
        VirtualThreads.submit(
            () -> {
              int sum = 0;
              for (int round = 0; round < rounds; round++) {
                there.put(round);
                sum += back.take();
              }
              return sum;
            });
    return VirtualThreads.get(pong) + VirtualThreads.get(ping);
  }
}
