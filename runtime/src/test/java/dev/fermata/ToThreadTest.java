package dev.fermata;

import static dev.fermata.Fermata.run;
import static dev.fermata.Fermata.sleep;
import static dev.fermata.Fermata.spawn;
import static dev.fermata.Fermata.toThread;
import static dev.fermata.Fermata.yieldNow;
import static dev.fermata.woven.Script.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fermata.woven.Script;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ToThreadTest {
  private final List<Object> log = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch never = new CountDownLatch(1);

  /** Tells that it has begun, and blocks until it is interrupted. */
  private Object block() throws InterruptedException {
    begun.countDown();
    never.await();
    return "not interrupted";
  }

  /** Awaits a call, and cancels it when it has begun; then notes what the task ends with. */
  private void cancelOnceBegun(OnCancel onCancel, Callable<Object> call, Script after) {
    run(
        script("main")
            .step(in -> spawn(after.cold()) == null)
            .step(
                in -> {
                  Task<?> victim =
                      Task.all().stream().filter(t -> t != Task.current()).findAny().get();
                  return script("canceller")
                      .step(x -> toThread(() -> await(begun)))
                      .step(x -> victim.cancel("enough"))
                      .step(x -> victim)
                      .rescue(e -> log.add(e.getClass().getSimpleName()))
                      .cold();
                })
            .cold());
  }

  private static Object await(CountDownLatch latch) throws InterruptedException {
    latch.await();
    return "over";
  }

  @Test
  void a_blocking_call_runs_on_a_thread_of_its_own_and_brings_its_result() {
    Thread caller = Thread.currentThread();
    Thread thread = run(toThread(Thread::currentThread));
    assertThat(thread).isNotSameAs(caller);
    assertThat(thread.getName()).startsWith("fermata-blocking-");
    assertThat(thread.isDaemon()).isTrue();
    assertThat(thread.getClass() != Thread.class).isEqualTo(Runtime.version().feature() >= 21);
  }

  @Test
  void null_is_a_result_and_exceptions_are_thrown_as_they_are() {
    IOException checked = new IOException("checked");
    assertThat(run(toThread(() -> (Object) null))).isNull();
    assertThatThrownBy(
            () ->
                run(
                    toThread(
                        () -> {
                          throw checked;
                        })))
        .isSameAs(checked);
  }

  @Test
  void the_loop_goes_on_while_a_thread_blocks() {
    CountDownLatch fromTheLoop = new CountDownLatch(1);
    Object result =
        run(
            script("main")
                .step(in -> spawn(() -> yieldThen(fromTheLoop)) == null)
                .step(in -> toThread(() -> await(fromTheLoop)))
                .cold());
    assertThat(result).isEqualTo("over");
  }

  private static Object yieldThen(CountDownLatch latch) {
    latch.countDown();
    return "counted";
  }

  @Test
  void a_cancel_interrupts_the_thread_and_waits_for_its_end_and_cleanup_may_await() {
    Callable<Object> call =
        () -> {
          try {
            return block();
          } finally {
            log.add("left");
          }
        };
    Script victim =
        script("victim")
            .step(in -> toThread(call))
            .rescue(
                e -> {
                  log.add(Kind.of(e));
                  log.add(e.getMessage());
                  return sleep(Duration.ofNanos(1));
                })
            .step(in -> log.add("cleaned up"))
            .step(in -> toThread(() -> log.add("again")));
    cancelOnceBegun(OnCancel.INTERRUPT_AND_WAIT, call, victim);
    assertThat(log).containsExactly("left", TaskCancelled.class, "enough", "cleaned up", "again");
  }

  @Test
  void a_wrapped_interruption_is_a_cancellation_too() {
    Callable<Object> call =
        () -> {
          try {
            return block();
          } catch (InterruptedException e) {
            throw new IllegalStateException("wrapped", e);
          }
        };
    cancelOnceBegun(
        OnCancel.INTERRUPT_AND_WAIT,
        call,
        script("victim")
            .step(in -> toThread(call))
            .rescue(
                e -> {
                  log.add(Kind.of(e));
                  throw e;
                }));
    assertThat(log).containsExactly(TaskCancelled.class, "TaskCancellation");
  }

  @Test
  void a_value_that_comes_in_spite_of_the_interrupt_is_not_lost_and_the_cancel_comes_next() {
    Callable<Object> call =
        () -> {
          try {
            return block();
          } catch (InterruptedException e) {
            return "connection";
          }
        };
    cancelOnceBegun(
        OnCancel.INTERRUPT_AND_WAIT,
        call,
        script("victim")
            .step(in -> toThread(call))
            .step(in -> log.add(in))
            .step(in -> yieldNow())
            .step(in -> log.add("not reached")));
    assertThat(log).containsExactly("connection", "TaskCancellation");
  }

  @Test
  void a_failure_that_is_no_interruption_is_not_lost_either() {
    Callable<Object> call =
        () -> {
          try {
            return block();
          } catch (InterruptedException e) {
            throw new IOException("broken");
          }
        };
    cancelOnceBegun(OnCancel.INTERRUPT_AND_WAIT, call, script("victim").step(in -> toThread(call)));
    assertThat(log).containsExactly("IOException");
  }

  @Test
  void an_abandoned_call_lets_its_task_go_at_once() throws Exception {
    CountDownLatch mayEnd = new CountDownLatch(1);
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Callable<Object> call =
        () -> {
          try {
            return block();
          } catch (InterruptedException e) {
            mayEnd.await();
            interrupted.complete(true);
            return "dropped";
          }
        };
    cancelOnceBegun(
        OnCancel.INTERRUPT_AND_ABANDON,
        call,
        script("victim").step(in -> toThread(OnCancel.INTERRUPT_AND_ABANDON, call)));
    assertThat(log).containsExactly("TaskCancellation");
    assertThat(interrupted).isNotDone();
    mayEnd.countDown();
    assertThat(interrupted.get()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(OnCancel.class)
  void a_call_that_is_cancelled_in_the_executors_queue_never_begins(OnCancel onCancel) {
    List<Runnable> queue = new ArrayList<>();
    run(
        script("main")
            .step(in -> spawn(toThread(queue::add, onCancel, () -> log.add("ran"))) == null)
            .step(
                in ->
                    script("cancel")
                        .step(x -> yieldNow())
                        .step(
                            x ->
                                Task.all().stream()
                                    .filter(t -> t != Task.current())
                                    .allMatch(t -> t.cancel(false)))
                        .cold())
            .step(in -> yieldNow())
            .step(in -> log.add("alive " + (Task.all().size() - 1)))
            .cold());
    assertThat(queue).hasSize(1);
    queue.get(0).run();
    assertThat(log).containsExactly("alive 0");
  }

  @Test
  void the_interrupt_does_not_hit_the_next_job_of_the_thread() throws Exception {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    Callable<Object> call =
        () -> {
          try {
            return block();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw e;
          }
        };
    cancelOnceBegun(
        OnCancel.INTERRUPT_AND_WAIT, call, script("victim").step(in -> toThread(pool, call)));
    assertThat(pool.submit(() -> Thread.currentThread().isInterrupted()).get()).isFalse();
    pool.shutdown();
  }

  @Test
  void an_executor_that_rejects_fails_the_await() {
    Executor rejects =
        job -> {
          throw new RejectedExecutionException("full");
        };
    assertThatThrownBy(() -> run(toThread(rejects, () -> 1)))
        .isInstanceOf(RejectedExecutionException.class)
        .hasMessage("full");
  }

  @Test
  void a_loop_that_closes_interrupts_and_waits_for_blocking_calls() {
    run(
        script("main")
            .step(
                in ->
                    spawn(
                            toThread(
                                () -> {
                                  try {
                                    return block();
                                  } finally {
                                    log.add("left");
                                  }
                                }))
                        == null)
            .step(in -> toThread(() -> await(begun)))
            .cold());
    assertThat(log).containsExactly("left");
  }

  @Test
  void a_cancel_scope_around_a_blocking_call_ends_it() {
    CancelScope scope = new CancelScope();
    run(
        script("main")
            .step(
                in -> {
                  spawn(
                      script("canceller")
                          .step(x -> toThread(() -> await(begun)))
                          .step(x -> cancel(scope))
                          .cold());
                  return scope.run(toThread(this::block));
                })
            .step(in -> log.add(scope.isCancelledCaught()))
            .step(in -> yieldNow())
            .step(in -> log.add("goes on"))
            .cold());
    assertThat(log).containsExactly(true, "goes on");
  }

  private static Object cancel(CancelScope scope) {
    scope.cancel();
    return "cancelled";
  }

  @Test
  void outside_of_every_loop_a_hot_method_may_await_a_blocking_call() throws Exception {
    CompletableFuture<Object> hot =
        script("hot").step(in -> toThread(() -> 20)).step(in -> (Integer) in + 1).hot();
    assertThat(hot.get()).isEqualTo(21);
    assertThatThrownBy(
            () ->
                script("fails")
                    .step(
                        in ->
                            toThread(
                                () -> {
                                  throw new IOException("x");
                                }))
                    .hot()
                    .get())
        .hasCauseInstanceOf(IOException.class);
  }

  @Test
  void a_task_that_another_thread_spawned_is_a_completable_future_there() throws Exception {
    EventLoop loop = new EventLoop();
    Thread running = new Thread(loop::run);
    running.start();
    Task<Integer> task = loop.spawn(toThread(() -> 20));
    assertThat(task.thenApply(value -> value + 1).get()).isEqualTo(21);
    assertThat(CompletableFuture.allOf(task, loop.spawn(yieldNow())).thenApply(x -> "both").get())
        .isEqualTo("both");
    loop.close();
    running.join();
  }
}
