package dev.fermata.cli.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests of {@link OrderedWorkers}. */
class OrderedWorkersTest {
  private static final List<Integer> THINGS = IntStream.range(0, 1_000).boxed().toList();

  @Test
  void results_come_in_the_order_of_the_things() {
    List<Integer> results = new ArrayList<>();
    CountDownLatch secondIsDone = new CountDownLatch(1);
    try (OrderedWorkers workers = new OrderedWorkers(2)) {
      workers.forEach(
          THINGS,
          thing -> {
            if (thing == 0) {
              await(secondIsDone);
            } else {
              secondIsDone.countDown();
            }
            return thing;
          },
          results::add);
    }

    assertThat(results).isEqualTo(THINGS);
  }

  @Test
  void as_many_things_are_worked_on_at_once_as_there_are_threads() {
    CyclicBarrier both = new CyclicBarrier(2);
    List<Integer> results = new ArrayList<>();
    try (OrderedWorkers workers = new OrderedWorkers(2)) {
      workers.forEach(
          List.of(1, 2),
          thing -> {
            meet(both);
            return thing;
          },
          results::add);
    }

    assertThat(results).containsExactly(1, 2);
  }

  @Test
  void few_results_are_ahead_of_who_takes_them() {
    AtomicInteger begun = new AtomicInteger();
    AtomicInteger taken = new AtomicInteger();
    AtomicInteger ahead = new AtomicInteger();
    try (OrderedWorkers workers = new OrderedWorkers(2)) {
      workers.forEach(
          THINGS,
          thing -> {
            int inMemory = begun.incrementAndGet() - taken.get();
            ahead.accumulateAndGet(inMemory, Math::max);
            return thing;
          },
          result -> taken.incrementAndGet());
    }

    assertThat(taken).hasValue(THINGS.size());
    assertThat(ahead.get()).isBetween(1, 65);
  }

  @Test
  void what_the_work_throws_is_thrown() {
    try (OrderedWorkers workers = new OrderedWorkers(2)) {
      assertThatThrownBy(
              () ->
                  workers.forEach(
                      THINGS,
                      thing -> {
                        throw new UnsupportedOperationException("thing " + thing);
                      },
                      result -> {}))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessage("thing 0");
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }
}
