package dev.fermata.benchmarks.ea;

import static com.ea.async.Async.await;
import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.fermata.benchmarks.futures.FutureLoop;
import java.util.concurrent.CompletableFuture;

/** Pure loops beside, inside and after awaits of EA Async. */
public final class LoopsEa {
  private static final int OUTER = 4;

  private static final CompletableFuture<Void> DONE = completedFuture(null);

  private final FutureLoop loop = new FutureLoop();
  private final int[] numbers;
  private boolean suspends;

  /** Loops over an array. */
  public LoopsEa(int[] numbers) {
    this.numbers = numbers;
  }

  /** Calls one kind many times; it is held at every wait where {@code suspending}. */
  public int run(String kind, int times, boolean suspending) {
    suspends = suspending;
    return loop.run(() -> repeated(kind, times));
  }

  private CompletableFuture<Integer> repeated(String kind, int times) {
    int sum = 0;
    for (int i = 0; i < times; i++) {
      sum += await(kind.equals("beside") ? beside() : kind.equals("inside") ? inside() : after());
    }
    return completedFuture(sum);
  }

  private CompletableFuture<Void> pause() {
    return suspends ? loop.yieldNow() : DONE;
  }

  // A pure loop, and a loop that waits.
  private CompletableFuture<Integer> beside() {
    int sum = 0;
    for (int i = 0; i < numbers.length; i++) {
      sum += numbers[i] * numbers[i];
    }
    for (int i = 0; i < OUTER; i++) {
      await(pause());
    }
    return completedFuture(sum);
  }

  // A pure loop in a loop that waits.
  private CompletableFuture<Integer> inside() {
    int sum = 0;
    for (int outer = 0; outer < OUTER; outer++) {
      await(pause());
      for (int i = 0; i < numbers.length; i++) {
        sum += numbers[i] * (numbers[i] + outer);
      }
    }
    return completedFuture(sum);
  }

  // A pure loop behind a wait.
  private CompletableFuture<Integer> after() {
    await(pause());
    int sum = 0;
    for (int i = 0; i < numbers.length; i++) {
      sum += numbers[i] * numbers[i];
    }
    return completedFuture(sum);
  }
}
