package dev.fermata.benchmarks.woven;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.completed;
import static dev.fermata.Fermata.yieldNow;

import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.annotations.Async;

/** Pure loops beside, inside and after awaits. */
public final class LoopsFermata {
  private static final int OUTER = 4;

  private final EventLoop loop = new EventLoop();
  private final int[] numbers;
  private boolean suspends;

  /** Loops over an array. */
  public LoopsFermata(int[] numbers) {
    this.numbers = numbers;
  }

  /** Calls one kind many times; it is held at every wait where {@code suspending}. */
  public int run(String kind, int times, boolean suspending) {
    suspends = suspending;
    return loop.run(repeated(kind, times));
  }

  @Async
  private Coroutine<Integer> repeated(String kind, int times) {
    int sum = 0;
    for (int i = 0; i < times; i++) {
      sum +=
          switch (kind) {
            case "beside" -> await(beside());
            case "inside" -> await(inside());
            default -> await(after());
          };
    }
    return completed(sum);
  }

  @Async
  private Coroutine<Void> pause() {
    if (suspends) {
      await(yieldNow());
    }
    return completed();
  }

  // A pure loop, and a loop that waits.
  @Async
  private Coroutine<Integer> beside() {
    int sum = 0;
    for (int i = 0; i < numbers.length; i++) {
      sum += numbers[i] * numbers[i];
    }
    for (int i = 0; i < OUTER; i++) {
      await(pause());
    }
    return completed(sum);
  }

  // A pure loop in a loop that waits.
  @Async
  private Coroutine<Integer> inside() {
    int sum = 0;
    for (int outer = 0; outer < OUTER; outer++) {
      await(pause());
      for (int i = 0; i < numbers.length; i++) {
        sum += numbers[i] * (numbers[i] + outer);
      }
    }
    return completed(sum);
  }

  // A pure loop behind a wait.
  @Async
  private Coroutine<Integer> after() {
    await(pause());
    int sum = 0;
    for (int i = 0; i < numbers.length; i++) {
      sum += numbers[i] * numbers[i];
    }
    return completed(sum);
  }
}
