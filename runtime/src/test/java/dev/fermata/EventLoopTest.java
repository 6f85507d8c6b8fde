package dev.fermata;

import static dev.fermata.Fermata.sleep;
import static dev.fermata.Fermata.yieldNow;
import static dev.fermata.woven.Script.script;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fermata.woven.Woven;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class EventLoopTest extends OnVirtualTime {
  private Runnable noting(Object what) {
    return () -> log.add(what);
  }

  @Test
  void callbacks_run_in_the_order_in_which_they_came() {
    for (int i = 0; i < 200; i++) {
      loop.execute(noting(i));
    }
    loop.run(yieldNow());
    assertThat(log).hasSize(200).isSorted();
  }

  @Test
  void a_callback_scheduled_by_a_callback_waits_a_turn() {
    loop.execute(
        () -> {
          log.add("first");
          loop.execute(noting("scheduled by first"));
        });
    loop.execute(noting("second"));
    loop.run(yieldNow());
    assertThat(log).containsExactly("first", "second", "scheduled by first");
  }

  @Test
  void ready_work_does_not_starve_timers() throws Exception {
    try (EventLoop real = realLoop()) {
      CompletableFuture<Object> timer = new CompletableFuture<>();
      real.schedule(() -> timer.complete("fired"), 1, NANOSECONDS);
      real.execute(
          new Runnable() {
            @Override
            public void run() {
              if (!timer.isDone()) {
                real.execute(this);
              }
            }
          });
      assertThat(real.run(script("main").step(in -> timer).cold()).toString()).isEqualTo("fired");
    }
  }

  /** A loop on the machine's clock. */
  private static EventLoop realLoop() throws Exception {
    return CompletableFuture.supplyAsync(EventLoop::new).get();
  }

  @Test
  void timers_that_are_always_due_starve_neither_other_threads_nor_ready_work() {
    CompletableFuture<Object> answer = new CompletableFuture<>();
    Runnable due =
        new Runnable() {
          @Override
          public void run() {
            if (log.isEmpty()) {
              loop.schedule(this, 0, NANOSECONDS);
            }
          }
        };
    due.run();
    loop.execute(() -> new Thread(() -> answer.complete("from another thread")).start());
    loop.run(
        script("main")
            .step(in -> answer)
            .step(in -> yieldNow())
            .step(in -> log.add("ready"))
            .cold());
    assertThat(log).containsExactly("ready");
  }

  @Test
  void timers_of_equal_time_fire_in_order() {
    for (int i = 0; i < 50; i++) {
      loop.schedule(noting(i), 5, MILLISECONDS);
    }
    runFor(Duration.ofSeconds(1));
    assertThat(log).hasSize(50).isSorted();
  }

  @Test
  void timers_fire_in_the_order_of_their_times() {
    for (int i : new int[] {5, 1, 4, 2, 3}) {
      loop.schedule(noting(i), i, MILLISECONDS);
    }
    runFor(Duration.ofMillis(3));
    assertThat(log).containsExactly(1, 2, 3);
    runFor(Duration.ofMillis(3));
    assertThat(log).containsExactly(1, 2, 3, 4, 5);
  }

  @Test
  void a_cancelled_timer_does_not_fire() {
    ScheduledFuture<?> cancelled = loop.schedule(noting("no"), 1, MILLISECONDS);
    loop.schedule(noting("yes"), 1, MILLISECONDS);
    assertThat(cancelled.cancel(false)).isTrue();
    runFor(Duration.ofSeconds(1));
    assertThat(log).containsExactly("yes");
  }

  @Test
  void the_exception_of_a_callback_goes_to_the_handler_and_the_loop_goes_on() {
    IllegalArgumentException exception = new IllegalArgumentException("broken");
    loop.setExceptionHandler((message, e) -> log.add(e));
    loop.execute(
        () -> {
          throw exception;
        });
    loop.execute(noting("next"));
    loop.run(yieldNow());
    assertThat(log).containsExactly(exception, "next");
  }

  @Test
  void a_failing_handler_does_not_kill_the_loop() {
    loop.setExceptionHandler(
        (message, e) -> {
          throw new IllegalStateException("handler");
        });
    loop.execute(
        () -> {
          throw new IllegalArgumentException("callback");
        });
    loop.execute(noting("next"));
    loop.run(yieldNow());
    assertThat(log).containsExactly("next");
  }

  @Test
  void current_is_the_running_loop_and_throws_elsewhere() {
    assertThat(loop.<Object>run(script("c").step(in -> EventLoop.current()).cold())).isSameAs(loop);
    assertThatThrownBy(EventLoop::current)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no event loop runs on thread")
        .hasMessageContaining("Fermata.run");
  }

  @Test
  void a_loop_runs_coroutines_one_after_the_other_and_keeps_its_tasks() {
    Task<Object> other =
        loop.spawn(
            script("other").step(in -> sleep(Duration.ofSeconds(5))).step(in -> "done").cold());
    assertThat(loop.run(Woven.square(2))).isEqualTo(4);
    assertThat(other.isDone()).isFalse();
    runFor(Duration.ofSeconds(6));
    assertThat(other.join()).isEqualTo("done");
  }

  @Test
  void submit_and_schedule_bring_results_and_exceptions() throws Exception {
    Future<Integer> submitted = loop.submit(() -> 1);
    ScheduledFuture<Integer> scheduled = loop.schedule(() -> 2, 3, SECONDS);
    Future<?> failing =
        loop.submit(
            () -> {
              throw new IllegalArgumentException("broken");
            });
    assertThat(scheduled.getDelay(SECONDS)).isEqualTo(3);
    runFor(Duration.ofSeconds(4));
    assertThat(submitted.get()).isEqualTo(1);
    assertThat(scheduled.get()).isEqualTo(2);
    assertThatThrownBy(failing::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_fixed_rate_goes_from_start_to_start() {
    ScheduledFuture<?> periodic =
        loop.scheduleAtFixedRate(() -> log.add(time.elapsed().toMillis()), 5, 10, MILLISECONDS);
    runFor(Duration.ofMillis(30));
    assertThat(log).containsExactly(5L, 15L, 25L);
    assertThat(periodic.cancel(false)).isTrue();
    runFor(Duration.ofMillis(30));
    assertThat(log).hasSize(3);
  }

  @Test
  void a_fixed_delay_goes_on_until_it_fails() {
    ScheduledFuture<?> periodic =
        loop.scheduleWithFixedDelay(
            () -> {
              log.add(time.elapsed().toMillis());
              if (log.size() == 2) {
                throw new IllegalArgumentException("enough");
              }
            },
            0,
            10,
            MILLISECONDS);
    runFor(Duration.ofMillis(50));
    assertThat(log).containsExactly(0L, 10L);
    assertThatThrownBy(periodic::get).hasCauseInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_period_of_zero_is_rejected() {
    assertThatThrownBy(() -> loop.scheduleAtFixedRate(noting(1), 0, 0, MILLISECONDS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be positive");
  }

  @Test
  void shutdown_runs_what_was_accepted_and_rejects_the_rest() throws Exception {
    loop.execute(noting("callback"));
    loop.schedule(noting("delayed"), 1, SECONDS);
    loop.scheduleAtFixedRate(noting("periodic"), 2, 2, SECONDS);
    loop.spawn(
        script("task").step(in -> sleep(Duration.ofSeconds(9))).step(in -> log.add("task")).cold());
    loop.shutdown();
    assertThat(loop.isShutdown()).isTrue();
    assertThat(loop.isTerminated()).isFalse();
    assertThatThrownBy(() -> loop.execute(noting("late")))
        .isInstanceOf(RejectedExecutionException.class)
        .hasMessageContaining("shut down");
    loop.run();
    assertThat(loop.isTerminated()).isTrue();
    assertThat(loop.awaitTermination(0, SECONDS)).isTrue();
    assertThat(log).containsExactly("callback", "delayed", "task");
  }

  @Test
  void shutdown_now_returns_callbacks_and_cancels_tasks() {
    Runnable callback = noting("never");
    loop.execute(callback);
    ScheduledFuture<?> delayed = loop.schedule(callback, 1, SECONDS);
    Task<Void> task = loop.spawn(sleep(Duration.ofDays(1)));
    List<Runnable> rest = loop.shutdownNow();
    assertThat(rest).containsExactly(callback, (Runnable) delayed);
    assertThat(loop.isTerminated()).isTrue();
    assertThat(task).isCancelled();
    assertThat(log).isEmpty();
  }

  @Test
  void an_unused_loop_shuts_down_at_once() {
    loop.shutdown();
    assertThat(loop.isTerminated()).isTrue();
    assertThatThrownBy(() -> loop.run(Woven.square(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void close_cancels_delayed_callbacks_and_may_be_repeated() {
    ScheduledFuture<?> delayed = loop.schedule(noting("no"), 1, SECONDS);
    loop.execute(noting("ready"));
    loop.close();
    loop.close();
    assertThat(log).containsExactly("ready");
    assertThatThrownBy(delayed::get).isInstanceOf(CancellationException.class);
  }

  @Test
  void another_thread_may_use_and_close_a_running_loop() throws Exception {
    EventLoop real = realLoop();
    CompletableFuture<Void> running = CompletableFuture.runAsync(real::run);
    assertThat(real.submit(() -> EventLoop.current()).get()).isSameAs(real);
    Task<Integer> task = real.spawn("from outside", Woven.square(5));
    assertThat(task.get()).isEqualTo(25);
    Task<Void> sleeping = real.spawn(sleep(Duration.ofDays(1)));
    real.close();
    running.get();
    assertThat(sleeping).isCancelled();
    assertThat(real.isTerminated()).isTrue();
  }

  @Test
  void closing_a_loop_that_runs_a_main_task_cancels_it() throws Exception {
    EventLoop real = realLoop();
    CompletableFuture<Void> begun = new CompletableFuture<>();
    CompletableFuture<Object> running =
        CompletableFuture.supplyAsync(
            () ->
                real.run(
                    script("main")
                        .step(in -> begun.complete(null))
                        .step(in -> sleep(Duration.ofDays(1)))
                        .cold()));
    begun.get();
    real.close();
    assertThatThrownBy(running::join).hasCauseInstanceOf(CancellationException.class);
  }

  @Test
  void closing_from_another_thread_cancels_once_so_that_no_cleanup_is_interrupted()
      throws Exception {
    EventLoop real = realLoop();
    Thread running = new Thread(real::run);
    running.start();
    CompletableFuture<Void> begun = new CompletableFuture<>();
    Task<Object> task =
        real.spawn(
            script("cleans")
                .step(in -> begun.complete(null))
                .step(in -> sleep(Duration.ofDays(1)))
                .rescue(e -> yieldNow())
                .step(in -> yieldNow())
                .step(in -> Task.current().cancelling())
                .cold());
    begun.get();
    real.close();
    assertThat(task.get()).isEqualTo(1);
    running.join();
  }

  @Test
  void each_way_in_from_another_thread_wakes_an_idle_loop() throws Exception {
    EventLoop real = realLoop();
    Thread running = new Thread(real::run);
    running.start();
    CompletableFuture<Thread> executed = new CompletableFuture<>();
    for (int i = 0; i < 100; i++) {
      assertThat(real.spawn(Woven.square(2)).get()).isEqualTo(4);
      assertThat(real.submit(() -> Thread.currentThread()).get()).isSameAs(running);
      assertThat(real.schedule(() -> 1, 1, NANOSECONDS).get()).isEqualTo(1);
      Integer any = real.invokeAny(List.<Callable<Integer>>of(() -> 5));
      assertThat(any).isEqualTo(5);
    }
    real.execute(() -> executed.complete(Thread.currentThread()));
    assertThat(executed.get()).isSameAs(running);
    real.shutdown();
    running.join();
  }

  @Test
  void as_an_executor_it_keeps_the_contract_of_scheduled_executors() throws Exception {
    EventLoop real = realLoop();
    Thread running = new Thread(real::run);
    running.start();
    List<Future<Integer>> all = real.invokeAll(List.<Callable<Integer>>of(() -> 1, () -> 2));
    assertThat(List.of(all.get(0).get(), all.get(1).get())).containsExactly(1, 2);
    ScheduledFuture<?> later = real.schedule(() -> {}, 2, SECONDS);
    ScheduledFuture<?> sooner = real.schedule(() -> {}, 1, SECONDS);
    assertThat(later.compareTo(sooner)).isPositive();
    assertThat(sooner.compareTo(later)).isNegative();
    assertThat(later.cancel(false)).isTrue();
    assertThat(later.cancel(false)).isFalse();
    assertThat(real.schedule(() -> 3, -1, SECONDS).get()).isEqualTo(3);
    assertThatThrownBy(() -> real.execute(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> real.schedule((Callable<Object>) null, 1, SECONDS))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> real.schedule(() -> 1, 1, null))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> real.scheduleWithFixedDelay(() -> {}, 0, -1, SECONDS))
        .isInstanceOf(IllegalArgumentException.class);
    real.close();
    running.join();
    assertThat(real.isShutdown() && real.isTerminated()).isTrue();
    assertThatThrownBy(() -> real.schedule(() -> 1, 1, SECONDS))
        .isInstanceOf(RejectedExecutionException.class);
    assertThatThrownBy(() -> real.spawn(Woven.square(1)))
        .isInstanceOf(RejectedExecutionException.class);
  }

  @Test
  void a_periodic_callback_may_cancel_itself() {
    List<ScheduledFuture<?>> self = new ArrayList<>();
    self.add(
        loop.scheduleAtFixedRate(
            () -> {
              log.add("ran");
              if (log.size() == 2) {
                self.get(0).cancel(false);
              }
            },
            1,
            1,
            SECONDS));
    runFor(Duration.ofSeconds(9));
    assertThat(log).hasSize(2);
    assertThat(self.get(0).isCancelled()).isTrue();
  }

  @Test
  void what_would_wait_for_the_own_thread_throws() {
    AtomicReference<Throwable> all = new AtomicReference<>();
    List<Callable<Integer>> callbacks = List.of(() -> 1);
    loop.setExceptionHandler((message, e) -> log.add(e.getMessage()));
    loop.execute(() -> catching(() -> loop.invokeAll(callbacks)));
    loop.execute(() -> catching(() -> loop.invokeAny(callbacks)));
    loop.execute(() -> catching(() -> loop.awaitTermination(1, SECONDS)));
    loop.execute(
        () ->
            catching(
                () -> {
                  loop.close();
                  return null;
                }));
    loop.run(yieldNow());
    assertThat(all.get()).isNull();
    assertThat(log).hasSize(4).allMatch(e -> e instanceof IllegalStateException);
  }

  private void catching(Callable<?> callable) {
    try {
      callable.call();
    } catch (Exception e) {
      log.add(e);
    }
  }

  @Test
  void two_threads_cannot_run_one_loop() {
    loop.execute(
        () ->
            log.add(
                CompletableFuture.supplyAsync(() -> loop.run(Woven.square(1)))
                    .handle((v, e) -> e.getCause())
                    .join()));
    loop.run(yieldNow());
    assertThat((Throwable) log.get(0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the event loop runs on thread '" + Thread.currentThread().getName());
  }
}
