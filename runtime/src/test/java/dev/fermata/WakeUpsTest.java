package dev.fermata;

import static dev.fermata.Fermata.gather;
import static dev.fermata.Fermata.run;
import static dev.fermata.woven.Script.script;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.woven.Woven;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.junit.jupiter.api.Test;

/** Wake-ups by other threads, none lost: a million, and {@code -Pstress} makes them 10^8. */
class WakeUpsTest {
  private static final int WAKE_UPS = Integer.getInteger("fermata.wakeups", 1_000_000);
  private static final int TASKS = 64;
  private static final int THREADS = 2;

  private final AtomicReferenceArray<CompletableFuture<Integer>> pending =
      new AtomicReferenceArray<>(TASKS);
  private volatile boolean over;

  /** Completes whatever some task waits for, until all is over. */
  private void completeAll() {
    while (!over) {
      boolean found = false;
      for (int i = 0; i < TASKS; i++) {
        if (pending.get(i) != null) {
          CompletableFuture<Integer> future = pending.getAndSet(i, null);
          if (future != null) {
            found = true;
            future.complete(1);
          }
        }
      }
      if (!found) {
        Thread.yield();
      }
    }
  }

  private CompletableFuture<Integer> fresh(int task) {
    CompletableFuture<Integer> future = new CompletableFuture<>();
    pending.set(task, future);
    return future;
  }

  @Test
  void no_wake_up_of_many_tasks_by_other_threads_is_lost() throws Exception {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Thread thread = new Thread(this::completeAll, "completer-" + i);
      threads.add(thread);
      thread.start();
    }
    List<Coroutine<Integer>> tasks = new ArrayList<>();
    for (int i = 0; i < TASKS; i++) {
      int task = i;
      tasks.add(Woven.sumOf(() -> fresh(task), WAKE_UPS / TASKS));
    }
    long begin = System.nanoTime();
    List<Integer> sums = run(script("main").step(in -> gather(tasks)).<List<Integer>>cold());
    long nanos = System.nanoTime() - begin;
    over = true;
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(sums).hasSize(TASKS).containsOnly(WAKE_UPS / TASKS);
    System.out.println("wake-ups: " + WAKE_UPS + " in " + nanos / 1_000_000 + " ms");
  }

  @Test
  void loops_side_by_side_spawn_onto_one_another_and_lose_nothing() throws Exception {
    int count = 4;
    int each = 2_000;
    List<EventLoop> loops = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      EventLoop loop = new EventLoop();
      loops.add(loop);
      Thread thread = new Thread(loop::run, "loop-" + i);
      threads.add(thread);
      thread.start();
    }
    List<Task<Integer>> sums = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      EventLoop next = loops.get((i + 1) % count);
      // Each step is a task of the next loop, which awaits a task of the one after that.
      EventLoop afterNext = loops.get((i + 2) % count);
      sums.add(
          loops
              .get(i)
              .spawn(
                  Woven.sumOf(
                      () -> next.spawn(Woven.sumOf(() -> afterNext.spawn(Woven.square(1)), 1)),
                      each)));
    }
    for (Task<Integer> sum : sums) {
      assertThat(sum.get()).isEqualTo(each);
    }
    loops.forEach(EventLoop::close);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(loops).allMatch(EventLoop::isTerminated);
  }
}
