package dev.fermata.benchmarks.woven;

import static dev.fermata.Fermata.completed;
import static dev.fermata.Fermata.emit;
import static dev.fermata.Fermata.end;

import dev.fermata.AsyncIterable;
import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.annotations.Async;

/** Generators of numbers, and loops over them. */
public final class GeneratorsFermata {
  private final EventLoop loop = new EventLoop();

  /** Gives the sum of what a plain generator gives. */
  public int plain(int count) {
    int sum = 0;
    for (int number : numbers(count)) {
      sum += number;
    }
    return sum;
  }

  /** Gives the sum of what an async generator gives. */
  public int async(int count) {
    return loop.run(sum(count));
  }

  @Async
  private Iterable<Integer> numbers(int count) {
    for (int i = 0; i < count; i++) {
      emit(i & 63);
    }
    return end();
  }

  @Async
  private AsyncIterable<Integer> asyncNumbers(int count) {
    for (int i = 0; i < count; i++) {
      emit(i & 63);
    }
    return end();
  }

  @Async
  private Coroutine<Integer> sum(int count) {
    int sum = 0;
    for (int number : asyncNumbers(count)) {
      sum += number;
    }
    return completed(sum);
  }
}
