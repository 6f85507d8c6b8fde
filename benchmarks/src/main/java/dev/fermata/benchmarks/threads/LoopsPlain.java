package dev.fermata.benchmarks.threads;

/** Pure loops beside, inside and after other code that could wait. */
public final class LoopsPlain {
  private static final int OUTER = 4;

  private final int[] numbers;
  private final boolean waits;

  /** Loops over an array; {@code waits} yields the thread at every wait. */
  public LoopsPlain(int[] numbers, boolean waits) {
    this.numbers = numbers;
    this.waits = waits;
  }

  private void pause() {
    if (waits) {
      VirtualThreads.yieldNow();
    }
  }

  /** A pure loop, and a loop that waits. */
  public int beside() {
    int sum = 0;
    for (int i = 0; i < numbers.length; i++) {
      sum += numbers[i] * numbers[i];
    }
    for (int i = 0; i < OUTER; i++) {
      pause();
    }
    return sum;
  }

  /** A pure loop in a loop that waits. */
  public int inside() {
    int sum = 0;
    for (int outer = 0; outer < OUTER; outer++) {
      pause();
      for (int i = 0; i < numbers.length; i++) {
        sum += numbers[i] * (numbers[i] + outer);
      }
    }
    return sum;
  }

  /** A pure loop behind a wait. */
  public int after() {
    pause();
    int sum = 0;
    for (int i = 0; i < numbers.length; i++) {
      sum += numbers[i] * numbers[i];
    }
    return sum;
  }
}
