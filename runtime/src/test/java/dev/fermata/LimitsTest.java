package dev.fermata;

import static dev.fermata.Fermata.completed;
import static dev.fermata.Fermata.run;
import static dev.fermata.Fermata.sleep;
import static dev.fermata.Fermata.spawn;
import static dev.fermata.Fermata.yieldNow;
import static dev.fermata.woven.Script.script;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.fermata.testing.VirtualTime;
import dev.fermata.woven.Script;
import dev.fermata.woven.Woven;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Depth, memory and lost wake-ups. */
class LimitsTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Bytes that this thread allocates in an action. */
  private static long allocated(Runnable action) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    action.run();
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  @Test
  void a_chain_of_100_000_frames_resumes_without_a_stack_overflow() {
    assertThat(run(Woven.depth(100_000, completed(0)))).isEqualTo(100_000);
    assertThat(run(Woven.depth(100_000, sleep(Duration.ofNanos(1))))).isEqualTo(100_000);
  }

  @Test
  void a_chain_of_100_000_tasks_completes_without_a_stack_overflow() {
    int length = 100_000;
    Script main =
        script("main")
            .step(
                in -> {
                  Task<Object> last =
                      spawn(script("end").step(i -> yieldNow()).step(i -> "x").cold());
                  for (int i = 0; i < length; i++) {
                    Task<Object> awaited = last;
                    last = spawn(script("link").step(j -> awaited).cold());
                  }
                  return last;
                });
    assertThat(run(main.<Object>cold())).isEqualTo("x");
  }

  @Test
  void awaiting_what_is_done_allocates_nothing() {
    CompletableFuture<Integer> done = CompletableFuture.completedFuture(1);
    run(Woven.sum(done, 200_000));
    long bytes = allocated(() -> run(Woven.sum(done, 2_000_000)));
    assertThat(bytes).isLessThan(20_000);
  }

  @Test
  void ten_million_yields_allocate_nothing_in_the_steady_state() {
    run(Woven.yields(100_000));
    long bytes = allocated(() -> run(Woven.yields(10_000_000)));
    assertThat(bytes).isLessThan(100_000);
  }

  @Test
  void a_sleeping_task_is_small() {
    int count = 100_000;
    long[] bytes = new long[1];
    VirtualTime.run(
        script("main")
            .step(
                in -> {
                  bytes[0] =
                      allocated(
                          () -> {
                            for (int i = 0; i < count; i++) {
                              Task<Void> unused = spawn(yieldNow());
                            }
                          });
                  return yieldNow();
                })
            .cold());
    // A task of 48 bytes, and its places in the ready queue while that doubles.
    assertThat(bytes[0] / count).isBetween(48L, 64L);
  }

  @Test
  void a_million_tasks_come_and_go() {
    WeakReference<?>[] early = new WeakReference<?>[1];
    Script.Step hundredThousand =
        in -> {
          for (int i = 0; i < 100_000; i++) {
            Task<Void> task = spawn(sleep(Duration.ofMillis(i % 100)));
            early[0] = new WeakReference<>(task);
          }
          return sleep(Duration.ofSeconds(1));
        };
    Script main = script("main");
    for (int i = 0; i < 10; i++) {
      main.step(hundredThousand);
    }
    main.step(
        in -> {
          assertThat(EventLoop.current().live().count()).isEqualTo(1);
          while (early[0].get() != null) {
            System.gc();
          }
          return "done";
        });
    assertThat(VirtualTime.run(main.<Object>cold())).isEqualTo("done");
  }

  /** Completes the futures that it is given, on threads of its own. */
  private static final class Completer implements AutoCloseable {
    private static final CompletableFuture<Integer> END = new CompletableFuture<>();

    private final LinkedBlockingQueue<CompletableFuture<Integer>> pending =
        new LinkedBlockingQueue<>();
    private final List<Thread> threads = new ArrayList<>();

    Completer(int count) {
      for (int i = 0; i < count; i++) {
        Thread thread = new Thread(this::completeAll);
        threads.add(thread);
        thread.start();
      }
    }

    private void completeAll() {
      try {
        for (CompletableFuture<Integer> next = pending.take(); next != END; next = pending.take()) {
          next.complete(1);
        }
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    CompletableFuture<Integer> fresh() {
      CompletableFuture<Integer> future = new CompletableFuture<>();
      pending.add(future);
      return future;
    }

    @Override
    public void close() {
      threads.forEach(thread -> pending.add(END));
    }
  }

  @Test
  void a_million_futures_that_other_threads_complete_lose_no_wake_up() throws Exception {
    int workers = 100;
    int each = 10_000;
    try (Completer completer = new Completer(2)) {
      List<Coroutine<Integer>> coroutines = new ArrayList<>();
      for (int i = 0; i < workers; i++) {
        coroutines.add(Woven.sumOf(completer::fresh, each));
      }
      List<Integer> sums =
          run(script("main").step(in -> Fermata.gather(coroutines)).<List<Integer>>cold());
      assertThat(sums).hasSize(workers).containsOnly(each);
    }
  }

  @Test
  @Timeout(60)
  void what_comes_just_before_the_loop_parks_is_not_missed() {
    CompletableFuture<Object> future = new CompletableFuture<>();
    Carrier carrier = Carrier.get();
    carrier.clock =
        new LoopClock() {
          @Override
          boolean jumpTo(long deadline) {
            // The loop has found its inbox empty, and is about to park.
            CompletableFuture.runAsync(() -> future.complete("came")).join();
            return false;
          }
        };
    try (EventLoop loop = new EventLoop()) {
      loop.schedule(() -> {}, 1, TimeUnit.DAYS);
      Object value = loop.run(script("main").step(in -> future).cold());
      assertThat(value).isEqualTo("came");
    } finally {
      carrier.clock = LoopClock.SYSTEM;
    }
  }

  @Test
  void one_task_that_waits_for_another_thread_each_time_is_always_woken() throws Exception {
    // The loop is idle at each await, so each wake-up has to end a park.
    try (Completer completer = new Completer(1)) {
      assertThat(run(Woven.sumOf(completer::fresh, 50_000))).isEqualTo(50_000);
    }
  }
}
