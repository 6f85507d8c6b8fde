package dev.fermata;

import static dev.fermata.Fermata.sleep;
import static dev.fermata.Fermata.spawn;
import static dev.fermata.Fermata.yieldNow;
import static dev.fermata.woven.Script.script;
import static java.util.concurrent.TimeUnit.DAYS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fermata.testing.VirtualTime;
import dev.fermata.woven.Script;
import dev.fermata.woven.Woven;
import java.awt.EventQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A loop whose turns are jobs of a foreign executor. */
class HostedLoopTest {
  private final List<Object> log = new ArrayList<>();

  /** An executor that the test drives by hand, on its own thread. */
  private static final class Pump implements Executor {
    final Queue<Runnable> jobs = new ConcurrentLinkedQueue<>();
    volatile boolean rejects;

    @Override
    public void execute(Runnable job) {
      if (rejects) {
        throw new RejectedExecutionException("the pump is off");
      }
      jobs.add(job);
    }

    /** Runs the oldest job. */
    void one() {
      jobs.remove().run();
    }

    void all() {
      while (!jobs.isEmpty()) {
        one();
      }
    }
  }

  private final Pump pump = new Pump();

  /** A loop whose first turn, which finds out the thread, has run. */
  private EventLoop pumped() {
    EventLoop loop = EventLoop.hostedOn(pump);
    loop.setExceptionHandler((message, exception) -> log.add(message));
    pump.all();
    return loop;
  }

  private Runnable noting(Object what) {
    return () -> log.add(what);
  }

  @Test
  void a_turn_is_one_job_and_other_jobs_run_between_turns() {
    EventLoop loop = pumped();
    Script yields = script("yields");
    for (int i = 0; i < 3; i++) {
      int number = i;
      yields.step(
          in -> {
            log.add("step " + number);
            pump.execute(noting("job " + number));
            return yieldNow();
          });
    }
    Task<Object> task = loop.spawn(yields.step(in -> "done").cold());
    assertThat(log).isEmpty();
    pump.all();
    assertThat(log).containsExactly("step 0", "job 0", "step 1", "job 1", "step 2", "job 2");
    assertThat(task.join()).isEqualTo("done");
  }

  @Test
  void no_more_than_one_turn_is_submitted_however_much_is_sent() {
    EventLoop loop = pumped();
    for (int i = 0; i < 1000; i++) {
      loop.execute(noting(i));
    }
    assertThat(pump.jobs).hasSize(1);
    pump.one();
    assertThat(log).hasSize(1000);
    assertThat(pump.jobs).isEmpty();
  }

  @Test
  void an_idle_loop_submits_nothing() {
    EventLoop loop = pumped();
    loop.spawn(script("waits").step(in -> new CompletableFuture<>()).cold());
    pump.all();
    assertThat(pump.jobs).isEmpty();
    loop.shutdownNow();
  }

  @Test
  void the_loop_and_the_task_are_current_during_a_turn_and_not_between_turns() {
    EventLoop loop = pumped();
    Task<Object> task =
        loop.spawn(
            script("current")
                .step(in -> log.add(EventLoop.current()))
                .step(in -> log.add(Task.current()))
                .step(in -> spawn(Woven.square(3)))
                .cold());
    pump.all();
    assertThat(log).containsExactly(loop, task);
    assertThat(task.join()).isEqualTo(9);
    assertThatThrownBy(EventLoop::current).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void a_hot_method_that_is_called_in_a_turn_resumes_in_a_turn() throws Exception {
    EventLoop loop = pumped();
    CompletableFuture<Object> answer = new CompletableFuture<>();
    Thread host = Thread.currentThread();
    loop.execute(
        () -> script("hot").step(in -> answer).step(in -> log.add(Thread.currentThread())).hot());
    pump.all();
    Thread other = new Thread(() -> answer.complete("x"));
    other.start();
    other.join();
    assertThat(log).isEmpty();
    pump.all();
    assertThat(log).containsExactly(host);
  }

  @Test
  void virtual_time_jumps_in_a_hosted_loop_too() {
    try (VirtualTime time = VirtualTime.install()) {
      EventLoop loop = pumped();
      Task<Void> task = loop.spawn(sleep(Duration.ofDays(1)));
      pump.all();
      assertThat(task).isCompleted();
      assertThat(time.elapsed()).isEqualTo(Duration.ofDays(1));
    }
  }

  @Test
  void a_turn_within_another_loops_turn_leaves_that_one_as_it_was() {
    EventLoop[] hosted = new EventLoop[1];
    VirtualTime.run(
        script("main")
            .step(in -> hosted[0] = EventLoop.hostedOn(EventLoop.current()))
            .step(in -> hosted[0].spawn(script("in").step(i -> EventLoop.current()).cold()))
            .step(in -> log.add(in == hosted[0]))
            .step(in -> log.add(EventLoop.current() != hosted[0]))
            .step(in -> log.add(Task.current().name()))
            .step(in -> hosted[0].shutdownNow())
            .cold());
    assertThat(log).containsExactly(true, true, "Task-1");
    assertThat(hosted[0].isTerminated()).isTrue();
  }

  @Test
  void a_turn_that_pumps_its_host_as_a_modal_dialog_does_is_not_entered_again() {
    EventLoop loop = pumped();
    loop.execute(
        () -> {
          log.add("dialog opens");
          loop.execute(noting("next turn"));
          Thread other = new Thread(() -> loop.execute(noting("from outside")));
          other.start();
          try {
            other.join();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          pump.execute(noting("job of the dialog"));
          pump.all();
          log.add("dialog closes");
        });
    pump.all();
    assertThat(log)
        .containsExactly(
            "dialog opens", "job of the dialog", "dialog closes", "next turn", "from outside");
  }

  @Test
  void a_turn_inside_of_a_hot_method_off_the_loop_does_not_mix_them_up() {
    EventLoop loop = pumped();
    CompletableFuture<Object> answer = new CompletableFuture<>();
    CompletableFuture<Object> hot =
        script("listener")
            .step(in -> log.add(Task.current()))
            .step(
                in -> {
                  loop.execute(() -> log.add(EventLoop.current()));
                  pump.all();
                  return log.add(Task.current());
                })
            .step(in -> answer)
            .hot();
    answer.complete("x");
    assertThat(hot.join()).isEqualTo("x");
    assertThat(log).containsExactly(hot, loop, hot);
  }

  @Test
  void an_executor_that_runs_jobs_inside_of_execute_is_rejected() {
    assertThatThrownBy(() -> EventLoop.hostedOn(Runnable::run))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("inside of execute");
  }

  @Test
  void run_of_a_hosted_loop_is_rejected_and_so_is_run_within_it() {
    EventLoop loop = pumped();
    assertThatThrownBy(loop::run).hasMessageContaining("hosted by an executor");
    assertThatThrownBy(() -> loop.run(Woven.square(1))).hasMessageContaining("use spawn");
    loop.execute(() -> Fermata.run(Woven.square(1)));
    loop.setExceptionHandler((message, exception) -> log.add(exception.getMessage()));
    pump.all();
    assertThat(log)
        .containsExactly(
            "an event loop runs on this thread already; use await or spawn in place of run");
  }

  // ---- the end ---------------------------------------------------------------------------------

  private Coroutine<Object> withCleanup() {
    return script("cleans")
        .step(in -> new CompletableFuture<>())
        .rescue(
            e -> {
              log.add(Kind.of(e));
              return yieldNow();
            })
        .step(in -> log.add("cleaned up"))
        .cold();
  }

  @Test
  void close_from_another_thread_waits_for_the_hosts_turns() throws Exception {
    EventLoop loop = pumped();
    loop.spawn(withCleanup());
    pump.all();
    CompletableFuture<Thread> closer = new CompletableFuture<>();
    Thread closing =
        new Thread(
            () -> {
              loop.close();
              closer.complete(Thread.currentThread());
            });
    closing.start();
    while (!closer.isDone()) {
      pump.all();
      Thread.onSpinWait();
    }
    assertThat(log).containsExactly(TaskCancelled.class, "cleaned up");
  }

  @Test
  void shutdown_lets_what_was_accepted_end_and_blocks_nobody() {
    EventLoop loop = pumped();
    Task<Integer> task = loop.spawn(Woven.square(4));
    loop.shutdown();
    assertThat(loop.isTerminated()).isFalse();
    assertThatThrownBy(() -> loop.execute(noting("late")))
        .isInstanceOf(RejectedExecutionException.class);
    pump.all();
    assertThat(task.join()).isEqualTo(16);
    assertThat(loop.isTerminated()).isTrue();
    assertThat(pump.jobs).isEmpty();
  }

  @Test
  void shutdown_now_cancels_once_and_the_cleanup_runs_in_turns() {
    EventLoop loop = pumped();
    loop.spawn(withCleanup());
    pump.all();
    loop.execute(noting("never"));
    assertThat(loop.shutdownNow()).hasSize(1);
    assertThat(log).isEmpty();
    pump.all();
    assertThat(log).containsExactly(TaskCancelled.class, "cleaned up");
    assertThat(loop.isTerminated()).isTrue();
  }

  @Test
  void close_on_the_hosts_thread_ends_the_loop_there() {
    EventLoop loop = pumped();
    loop.spawn(withCleanup());
    pump.all();
    loop.close();
    assertThat(log).containsExactly(TaskCancelled.class, "cleaned up");
    assertThat(loop.isTerminated()).isTrue();
    pump.all();
  }

  @Test
  void waiting_on_the_hosts_thread_throws() {
    EventLoop loop = pumped();
    Task<Void> task = loop.spawn(sleep(Duration.ofDays(1)));
    assertThatThrownBy(task::join).hasMessageContaining("cannot go on while");
    assertThatThrownBy(() -> loop.awaitTermination(1, SECONDS))
        .hasMessageContaining("would wait for itself");
    loop.close();
    assertThat(task).isCancelled();
  }

  @Test
  void a_host_that_was_shut_down_before_is_told_at_once() {
    pump.rejects = true;
    assertThatThrownBy(() -> EventLoop.hostedOn(pump))
        .isInstanceOf(RejectedExecutionException.class);
  }

  @Test
  void a_host_that_rejects_is_reported_and_close_ends_the_tasks() throws Exception {
    EventLoop loop = pumped();
    Task<Object> task = loop.spawn(withCleanup());
    pump.all();
    pump.rejects = true;
    loop.execute(noting("sent"));
    assertThat(log).hasSize(1);
    assertThat(log.remove(0).toString()).contains("hosts an event loop rejected a turn");
    assertThatThrownBy(() -> loop.execute(noting("late")))
        .isInstanceOf(RejectedExecutionException.class);
    assertThat(log).isEmpty();
    Thread closing = new Thread(loop::close);
    closing.start();
    closing.join();
    assertThat(log).containsExactly("sent", TaskCancelled.class, "cleaned up");
    assertThat(task).isCompleted();
    assertThat(loop.isTerminated()).isTrue();
  }

  @Test
  void a_host_that_rejects_at_the_end_of_a_turn_is_reported() {
    EventLoop loop = pumped();
    Task<Object> task =
        loop.spawn(
            script("off")
                .step(in -> pump.rejects = true)
                .step(in -> yieldNow())
                .step(in -> yieldNow())
                .cold());
    pump.all();
    assertThat(log).hasSize(1);
    loop.close();
    assertThat(task).isCancelled();
  }

  // ---- real hosts ------------------------------------------------------------------------------

  private enum Real {
    PLAIN,
    SCHEDULED,
    SWING;

    Executor executor() {
      return switch (this) {
        case PLAIN -> Executors.newSingleThreadExecutor();
        case SCHEDULED -> Executors.newSingleThreadScheduledExecutor();
        case SWING -> EventQueue::invokeLater;
      };
    }
  }

  @ParameterizedTest
  @EnumSource(Real.class)
  void a_task_resumes_on_the_hosts_thread_after_timers_and_futures(Real real) throws Exception {
    Executor executor = real.executor();
    CompletableFuture<Thread> host = new CompletableFuture<>();
    executor.execute(() -> host.complete(Thread.currentThread()));
    CompletableFuture<Integer> answer = new CompletableFuture<>();
    CountDownLatch held = new CountDownLatch(1);
    EventLoop loop = EventLoop.hostedOn(executor);
    Script script = script("task");
    script.step(in -> sleep(Duration.ofNanos(1))).step(in -> log.add(Thread.currentThread()));
    script.step(in -> sleep(Duration.ofMillis(2))).step(in -> log.add(Thread.currentThread()));
    script.step(
        in -> {
          held.countDown();
          return answer;
        });
    script.step(in -> log.add(Thread.currentThread()));
    Task<Object> task = loop.spawn(script.step(in -> Woven.square(6)).cold());
    held.await();
    answer.complete(1);
    assertThat(task.get()).isEqualTo(36);
    assertThat(log).containsExactly(host.get(), host.get(), host.get());
    loop.close();
    assertThat(loop.isTerminated()).isTrue();
    if (executor instanceof ExecutorService service) {
      service.shutdown();
      assertThat(service.awaitTermination(1, SECONDS)).isTrue();
    }
  }

  @Test
  void timers_fire_in_order_and_the_earliest_one_is_armed_again() throws Exception {
    ExecutorService executor = Executors.newSingleThreadScheduledExecutor();
    try (EventLoop loop = EventLoop.hostedOn(executor)) {
      CountDownLatch fired = new CountDownLatch(3);
      loop.schedule(noting("late, never"), 1, DAYS);
      for (int millis : new int[] {9, 1, 5}) {
        loop.schedule(
            () -> {
              log.add(millis);
              fired.countDown();
            },
            millis,
            MILLISECONDS);
      }
      fired.await();
    }
    executor.shutdownNow();
    assertThat(log).hasSize(3);
  }

  @Test
  void senders_and_turns_lose_no_wake_up() throws Exception {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    int count = 100_000;
    try (EventLoop loop = EventLoop.hostedOn(executor)) {
      CountDownLatch ran = new CountDownLatch(2 * count);
      for (int sender = 0; sender < 2; sender++) {
        new Thread(
                () -> {
                  for (int i = 0; i < count; i++) {
                    loop.execute(ran::countDown);
                  }
                })
            .start();
      }
      ran.await();
      assertThat(ran.getCount()).isZero();
    }
    executor.shutdown();
  }

  @Test
  void a_timer_that_fires_while_a_turn_ends_is_not_missed() throws Exception {
    ExecutorService executor = Executors.newSingleThreadScheduledExecutor();
    Script naps = script("naps");
    int count = 3_000;
    for (int i = 0; i < count; i++) {
      int nanos = i % 30_000;
      naps.step(in -> sleep(Duration.ofNanos(nanos)));
    }
    try (EventLoop loop = EventLoop.hostedOn(executor)) {
      assertThat(loop.spawn(naps.step(in -> "done").cold()).get()).isEqualTo("done");
    }
    executor.shutdown();
  }
}
