package dev.fermata;

import static dev.fermata.Fermata.yieldNow;
import static java.util.concurrent.TimeUnit.DAYS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Callbacks of a loop as futures: what they share with {@code FutureTask}. */
@Timeout(60)
class ScheduledCallbackTest extends OnVirtualTime {
  private void runForASecond() {
    runFor(Duration.ofSeconds(1));
  }

  private static IllegalArgumentException broken() {
    return new IllegalArgumentException("broken");
  }

  /** What a thread gets that waits for a future; it waits when this returns. */
  private static CompletableFuture<Object> outcomeForAnotherThread(Callable<?> get) {
    CompletableFuture<Object> outcome = new CompletableFuture<>();
    Thread waiting =
        new Thread(
            () -> {
              try {
                outcome.complete(get.call());
              } catch (Exception e) {
                outcome.complete(e);
              }
            });
    waiting.start();
    while (waiting.getState() != Thread.State.WAITING
        && waiting.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    return outcome;
  }

  // ---- waiting ---------------------------------------------------------------------------------

  @Test
  void all_threads_that_wait_get_the_result() {
    ScheduledFuture<String> callback = loop.schedule(() -> "x", 1, NANOSECONDS);
    CompletableFuture<Object> first = outcomeForAnotherThread(callback::get);
    CompletableFuture<Object> second = outcomeForAnotherThread(() -> callback.get(1, DAYS));
    assertThat(first).isNotDone();
    runForASecond();
    assertThat(first.join()).isEqualTo("x");
    assertThat(second.join()).isEqualTo("x");
  }

  @Test
  void a_thread_that_waits_gets_the_exception() {
    ScheduledFuture<?> callback =
        loop.schedule(
            () -> {
              throw broken();
            },
            1,
            NANOSECONDS);
    CompletableFuture<Object> waiting = outcomeForAnotherThread(callback::get);
    runForASecond();
    assertThat((Throwable) waiting.join())
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_thread_that_waits_gets_the_cancellation() {
    ScheduledFuture<?> callback = loop.schedule(() -> {}, 1, DAYS);
    CompletableFuture<Object> waiting = outcomeForAnotherThread(callback::get);
    assertThat(callback.cancel(true)).isTrue();
    assertThat(waiting.join()).isInstanceOf(CancellationException.class);
  }

  @Test
  void a_thread_that_waits_for_a_periodic_one_gets_its_end() {
    ScheduledFuture<?> callback =
        loop.scheduleAtFixedRate(
            () -> {
              log.add("ran");
              if (log.size() == 3) {
                throw broken();
              }
            },
            1,
            1,
            NANOSECONDS);
    CompletableFuture<Object> waiting = outcomeForAnotherThread(callback::get);
    runForASecond();
    assertThat((Throwable) waiting.join()).hasCauseInstanceOf(IllegalArgumentException.class);
    assertThat(log).hasSize(3);
    assertThat(callback.isCancelled()).isFalse();
    assertThat(callback.cancel(false)).isFalse();
  }

  @Test
  void a_wait_with_a_limit_gives_up() {
    ScheduledFuture<String> callback = loop.schedule(() -> "x", 1, NANOSECONDS);
    assertThatThrownBy(() -> callback.get(1, NANOSECONDS)).isInstanceOf(TimeoutException.class);
    assertThatThrownBy(() -> callback.get(-1, SECONDS)).isInstanceOf(TimeoutException.class);
    assertThat(callback.isDone()).isFalse();
  }

  @Test
  void an_interrupted_wait_throws_and_one_for_what_is_done_does_not() throws Exception {
    ScheduledFuture<String> callback = loop.schedule(() -> "x", 1, NANOSECONDS);
    List<Callable<String>> waits = List.of(callback::get, () -> callback.get(0, SECONDS));
    for (Callable<String> wait : waits) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(wait::call).isInstanceOf(InterruptedException.class);
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
    runForASecond();
    for (Callable<String> wait : waits) {
      Thread.currentThread().interrupt();
      assertThat(wait.call()).isEqualTo("x");
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void a_wait_on_the_own_thread_throws() {
    ScheduledFuture<String> later = loop.schedule(() -> "x", 1, DAYS);
    List<Callable<String>> waits = List.of(later::get, () -> later.get(1, DAYS));
    for (Callable<String> wait : waits) {
      Future<String> inside = loop.submit(wait);
      loop.run(yieldNow());
      assertThatThrownBy(inside::get)
          .hasCauseInstanceOf(IllegalStateException.class)
          .hasMessageContaining("its event loop's thread waits for it");
    }
  }

  // ---- cancelling while it runs ----------------------------------------------------------------

  @Test
  void one_that_is_cancelled_while_it_runs_ends_as_cancelled() {
    List<ScheduledFuture<?>> self = new ArrayList<>();
    self.add(
        loop.schedule(
            () -> {
              log.add(self.get(0).isDone());
              log.add(self.get(0).toString());
              log.add(self.get(0).cancel(false));
              log.add(self.get(0).cancel(false));
              log.add(Thread.currentThread().isInterrupted());
              return "lost";
            },
            1,
            NANOSECONDS));
    runForASecond();
    assertThat(log).hasSize(5);
    assertThat(log.get(1).toString()).endsWith("[Running]");
    log.remove(1);
    assertThat(log).containsExactly(false, true, false, false);
    assertThat(self.get(0).isCancelled()).isTrue();
    assertThatThrownBy(self.get(0)::get).isInstanceOf(CancellationException.class);
  }

  @Test
  void an_interrupt_is_for_the_running_callback_only() {
    List<ScheduledFuture<?>> self = new ArrayList<>();
    self.add(
        loop.schedule(
            () -> {
              self.get(0).cancel(true);
              log.add(Thread.currentThread().isInterrupted());
            },
            1,
            NANOSECONDS));
    loop.schedule(() -> log.add(Thread.currentThread().isInterrupted()), 2, NANOSECONDS);
    // An interrupt of the loop would cancel this sleep.
    runForASecond();
    assertThat(log).containsExactly(true, false);
  }

  @Test
  void another_thread_interrupts_a_running_callback() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    ScheduledFuture<?> callback =
        loop.schedule(
            () -> {
              begun.countDown();
              try {
                log.add(new CountDownLatch(1).await(1, DAYS));
              } catch (InterruptedException e) {
                log.add("interrupted");
              }
            },
            1,
            NANOSECONDS);
    CompletableFuture<Boolean> cancelling =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                begun.await();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
              return callback.cancel(true);
            });
    runForASecond();
    assertThat(cancelling.get()).isTrue();
    assertThat(log).containsExactly("interrupted");
    assertThat(callback.isCancelled()).isTrue();
  }

  // ---- running ---------------------------------------------------------------------------------

  @Test
  void it_runs_once() {
    ScheduledFuture<?> callback = loop.schedule(() -> log.add("ran"), 1, DAYS);
    List<Runnable> left = loop.shutdownNow();
    assertThat(left).containsExactly((Runnable) callback);
    left.get(0).run();
    left.get(0).run();
    assertThat(log).containsExactly("ran");
    assertThat(callback.isDone()).isTrue();
  }

  @Test
  void a_cancelled_one_does_not_run() {
    ScheduledFuture<?> callback = loop.schedule(() -> log.add("ran"), 1, DAYS);
    callback.cancel(false);
    ((Runnable) callback).run();
    assertThat(log).isEmpty();
  }

  /** Is both; which one is meant, the method says that it is given to. */
  private final class Both implements Runnable, Callable<String> {
    @Override
    public void run() {
      log.add("run");
    }

    @Override
    public String call() {
      log.add("call");
      return "called";
    }
  }

  @Test
  void what_is_a_runnable_and_a_callable_runs_as_what_it_was_given_for() throws Exception {
    ScheduledFuture<?> asRunnable = loop.schedule((Runnable) new Both(), 1, NANOSECONDS);
    ScheduledFuture<String> asCallable =
        loop.schedule((Callable<String>) new Both(), 2, NANOSECONDS);
    runForASecond();
    assertThat(log).containsExactly("run", "call");
    assertThat(asRunnable.get()).isNull();
    assertThat(asCallable.get()).isEqualTo("called");
  }

  @Test
  void a_thread_may_be_a_callback() {
    ScheduledFuture<?> callback = loop.schedule(new Thread(() -> log.add("ran")), 1, NANOSECONDS);
    runForASecond();
    assertThat(log).containsExactly("ran");
    assertThat(callback.isDone()).isTrue();
  }

  @Test
  void a_null_is_rejected() {
    assertThatThrownBy(() -> loop.schedule((Runnable) null, 1, SECONDS))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> loop.scheduleAtFixedRate(null, 1, 1, SECONDS))
        .isInstanceOf(NullPointerException.class);
  }

  // ---- what it says of itself ------------------------------------------------------------------

  @Test
  void it_prints_its_state() {
    ScheduledFuture<?> good = loop.schedule(() -> "x", 1, NANOSECONDS);
    ScheduledFuture<?> bad =
        loop.schedule(
            () -> {
              throw broken();
            },
            1,
            NANOSECONDS);
    ScheduledFuture<?> cancelled = loop.schedule(() -> "x", 1, NANOSECONDS);
    ScheduledFuture<?> waiting = loop.schedule(() -> "x", 1, DAYS);
    cancelled.cancel(false);
    runForASecond();
    assertThat(good.toString()).endsWith("[Completed normally]");
    assertThat(bad.toString())
        .endsWith("[Completed exceptionally: java.lang.IllegalArgumentException: broken]");
    assertThat(cancelled.toString()).endsWith("[Cancelled]");
    assertThat(waiting.toString()).contains("[Not completed, task = ");
  }

  @Test
  void the_delay_of_a_periodic_one_is_that_of_its_next_time() {
    ScheduledFuture<?> callback = loop.scheduleAtFixedRate(() -> {}, 3, 10, SECONDS);
    assertThat(callback.getDelay(SECONDS)).isEqualTo(3);
    runFor(Duration.ofSeconds(4));
    assertThat(callback.getDelay(SECONDS)).isEqualTo(9);
  }

  @Test
  void a_timer_takes_32_bytes_and_its_slot() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int count = 100_000;
    ScheduledFuture<?>[] timers = new ScheduledFuture<?>[count];
    Runnable callback = () -> {};
    loop.execute(
        () -> {
          long before = threads.getCurrentThreadAllocatedBytes();
          for (int i = 0; i < count; i++) {
            timers[i] = loop.schedule(callback, i * 7919L % count, SECONDS);
          }
          for (int i = 0; i < count; i++) {
            timers[(int) (i * 7919L % count)].cancel(false);
          }
          log.add((threads.getCurrentThreadAllocatedBytes() - before) / count);
        });
    loop.run(yieldNow());
    assertThat((long) log.get(0)).isLessThan(56);
  }
}
