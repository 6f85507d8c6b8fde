package dev.fermata.benchmarks.limit;

import java.util.Iterator;
import java.util.NoSuchElementException;

/** An iterator of numbers that is written by hand, and a loop over it. */
public final class GeneratorsLimit {
  /** Gives the sum of what the iterator gives. */
  public int run(int count) {
    Iterable<Integer> numbers = () -> new Numbers(count);
    int sum = 0;
    for (int number : numbers) {
      sum += number;
    }
    return sum;
  }

  private static final class Numbers implements Iterator<Integer> {
    private final int count;
    private int next;

    Numbers(int count) {
      this.count = count;
    }

    @Override
    public boolean hasNext() {
      return next < count;
    }

    @Override
    public Integer next() {
      if (next >= count) {
        throw new NoSuchElementException();
      }
      return next++ & 63;
    }
  }
}
