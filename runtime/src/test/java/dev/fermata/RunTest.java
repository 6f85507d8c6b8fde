package dev.fermata;

import static dev.fermata.Fermata.completed;
import static dev.fermata.Fermata.run;
import static dev.fermata.Fermata.sleep;
import static dev.fermata.Fermata.spawn;
import static dev.fermata.Fermata.yieldNow;
import static dev.fermata.woven.Script.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fermata.testing.VirtualTime;
import dev.fermata.woven.Script;
import dev.fermata.woven.Woven;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RunTest {
  private final List<Object> log = new ArrayList<>();

  @Test
  void run_returns_the_result_of_the_coroutine() {
    assertThat(run(Woven.square(10))).isEqualTo(100);
    assertThat(Fermata.<Integer>run(() -> 7)).isEqualTo(7);
    assertThat(run(completed("x"))).isEqualTo("x");
    assertThat(Fermata.<Object>run(completed())).isNull();
    assertThat(run(yieldNow())).isNull();
  }

  @Test
  void run_throws_the_very_exception_also_a_checked_one() {
    IOException exception = new IOException("checked");
    assertThatThrownBy(
            () ->
                run(
                    script("fails")
                        .step(in -> yieldNow())
                        .step(
                            in -> {
                              throw exception;
                            })
                        .cold()))
        .isSameAs(exception);
  }

  @Test
  void run_inside_a_loop_is_rejected_and_the_coroutine_can_still_be_used() {
    Coroutine<Integer> inner = Woven.square(3);
    Coroutine<Integer> main =
        script("main")
            .step(in -> run(inner))
            .rescue(
                e -> {
                  log.add(e);
                  return inner;
                })
            .cold();
    assertThat(run(main)).isEqualTo(9);
    assertThat(log).hasSize(1);
    assertThat((Throwable) log.get(0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("use await or spawn in place of run");
  }

  @Test
  void spawned_tasks_begin_in_order_and_in_a_later_turn() {
    run(
        script("main")
            .step(
                in -> {
                  for (int i = 0; i < 3; i++) {
                    int number = i;
                    spawn(() -> log.add(number));
                  }
                  log.add("spawned");
                  return yieldNow();
                })
            .cold());
    assertThat(log).containsExactly("spawned", 0, 1, 2);
  }

  @Test
  void run_cancels_the_tasks_that_are_left_and_lets_them_clean_up() {
    Script left =
        script("left")
            .step(in -> sleep(Duration.ofDays(1)))
            .rescue(
                e -> {
                  log.add(Kind.of(e));
                  return sleep(Duration.ofSeconds(1));
                })
            .step(in -> log.add("cleaned up"));
    VirtualTime.run(
        script("main")
            .step(
                in -> {
                  spawn(left.cold());
                  return yieldNow();
                })
            .cold());
    assertThat(log).containsExactly(TaskCancelled.class, "cleaned up");
  }

  @Test
  void run_cancels_waiters_of_every_kind_and_those_that_cleanup_spawns() {
    CompletableFuture<Object> never = new CompletableFuture<>();
    run(
        script("main")
            .step(
                in -> {
                  Task<Object> onFuture = spawn(noting("future", never));
                  spawn(noting("task", onFuture));
                  spawn(
                      script("spawner")
                          .step(i -> never)
                          .rescue(e -> spawn(noting("late", new CompletableFuture<>())).name())
                          .cold());
                  return yieldNow();
                })
            .cold());
    assertThat(log).containsExactlyInAnyOrder("future", "task", "late");
  }

  private Coroutine<Object> noting(String name, CompletableFuture<?> awaited) {
    return script(name)
        .step(in -> awaited)
        .rescue(
            e -> {
              assertThat(e).isInstanceOf(TaskCancelled.class);
              log.add(name);
              throw e;
            })
        .cold();
  }

  @Test
  void tasks_that_wait_for_one_another_are_reported_when_the_loop_closes() {
    try (EventLoop loop = new EventLoop()) {
      loop.setExceptionHandler((message, exception) -> log.add(message));
      List<Task<Object>> pair = new ArrayList<>();
      loop.run(
          script("main")
              .step(
                  in -> {
                    pair.add(spawn(script("a").step(i -> pair.get(1)).cold()));
                    pair.add(spawn(script("b").step(i -> pair.get(0)).cold()));
                    return yieldNow();
                  })
              .step(in -> yieldNow())
              .cold());
    }
    assertThat(log).containsExactly("2 tasks wait for one another and can never go on");
  }

  @Test
  void cancelling_one_of_two_tasks_that_wait_for_one_another_ends_both() {
    List<Task<Object>> pair = new ArrayList<>();
    run(
        script("main")
            .step(
                in -> {
                  pair.add(spawn(script("a").step(i -> pair.get(1)).cold()));
                  pair.add(spawn(script("b").step(i -> pair.get(0)).cold()));
                  return yieldNow();
                })
            .step(in -> yieldNow())
            .step(in -> pair.get(0).cancel(false))
            .step(in -> yieldNow())
            .step(in -> yieldNow())
            .step(in -> yieldNow())
            .cold());
    assertThat(pair).allMatch(Task::isCancelled);
  }

  @Test
  void a_task_that_awaits_itself_is_told_so() {
    List<Task<Object>> self = new ArrayList<>();
    Coroutine<Object> main =
        script("main")
            .step(
                in -> {
                  self.add(spawn("me", script("self").step(i -> self.get(0)).cold()));
                  return self.get(0);
                })
            .cold();
    assertThatThrownBy(() -> run(main))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("task 'me' cannot await itself");
  }

  @Test
  void a_main_task_that_somebody_cancels_is_a_cancellation() {
    List<Task<?>> main = new ArrayList<>();
    try (EventLoop loop = new EventLoop()) {
      loop.execute(() -> main.get(0).cancel(false));
      main.add(loop.spawn(sleep(Duration.ofDays(1))));
      assertThatThrownBy(() -> loop.run(script("m").step(in -> main.get(0)).cold()))
          .isInstanceOf(CancellationException.class);
    }
  }

  @Test
  void an_interrupt_while_the_loop_waits_cancels_the_main_task() {
    Coroutine<Object> main =
        script("main")
            .step(
                in -> {
                  Thread.currentThread().interrupt();
                  return sleep(Duration.ofDays(1));
                })
            .rescue(
                e -> {
                  log.add(Kind.of(e));
                  throw e;
                })
            .cold();
    assertThatThrownBy(() -> run(main)).isInstanceOf(InterruptedException.class);
    assertThat(log).containsExactly(TaskCancelled.class);
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void an_interrupt_that_the_main_task_survives_stays_set_on_the_thread() {
    Coroutine<Object> main =
        script("main")
            .step(
                in -> {
                  Thread.currentThread().interrupt();
                  return sleep(Duration.ofDays(1));
                })
            .rescue(e -> "survived")
            .cold();
    assertThat(run(main)).isEqualTo("survived");
    assertThat(Thread.interrupted()).isTrue();
  }
}
