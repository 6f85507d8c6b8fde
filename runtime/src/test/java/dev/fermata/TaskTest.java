package dev.fermata;

import static dev.fermata.Fermata.completed;
import static dev.fermata.Fermata.sleep;
import static dev.fermata.Fermata.spawn;
import static dev.fermata.Fermata.yieldNow;
import static dev.fermata.woven.Script.script;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fermata.woven.Woven;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TaskTest extends OnVirtualTime {
  @BeforeEach
  void note() {
    loop.setExceptionHandler((message, exception) -> log.add(message));
  }

  private static Task<Object> sleeping() {
    return EventLoop.current()
        .spawn(
            "sleeper",
            script("sleeper").step(in -> sleep(Duration.ofSeconds(10))).step(in -> "slept").cold());
  }

  /** Runs a check on the loop's thread with a task that sleeps. */
  private void withSleeper(Consumer<Task<Object>> check) {
    loop.run(
        script("main")
            .step(
                in -> {
                  check.accept(sleeping());
                  return null;
                })
            .cold());
  }

  @Test
  void nobody_completes_a_task_from_outside() {
    List<Consumer<Task<Object>>> attempts =
        List.of(
            task -> task.complete("x"),
            task -> task.completeExceptionally(new Exception()),
            task -> task.completeAsync(() -> "x"),
            task -> task.completeAsync(() -> "x", Runnable::run),
            task -> task.obtrudeValue("x"),
            task -> task.obtrudeException(new Exception()));
    withSleeper(
        task ->
            assertThat(attempts)
                .allSatisfy(
                    attempt -> {
                      assertThatThrownBy(() -> attempt.accept(task))
                          .isInstanceOf(UnsupportedOperationException.class);
                      assertThat(task).isNotDone();
                    }));
  }

  @Test
  void waiting_for_a_task_on_the_loops_own_thread_throws() {
    withSleeper(
        task -> {
          assertThatThrownBy(task::get).isInstanceOf(IllegalStateException.class);
          assertThatThrownBy(() -> task.get(1, SECONDS)).isInstanceOf(IllegalStateException.class);
          assertThatThrownBy(task::join)
              .isInstanceOf(IllegalStateException.class)
              .hasMessageContaining("task 'sleeper' cannot go on")
              .hasMessageContaining("await it instead");
          assertThat(task.getNow("absent")).isEqualTo("absent");
        });
  }

  @Test
  void another_thread_may_wait_for_a_task() {
    CompletableFuture<Task<Integer>> begun = new CompletableFuture<>();
    CompletableFuture<Integer> seen = begun.thenApplyAsync(CompletableFuture::join);
    loop.run(
        script("main").step(in -> begun.complete(spawn(Woven.square(4)))).step(in -> seen).cold());
    assertThat(seen.join()).isEqualTo(16);
  }

  @Test
  void a_timeout_is_a_real_one_and_cancels_the_body() {
    List<Task<Object>> task = new ArrayList<>();
    loop.run(
        script("main")
            .step(
                in -> {
                  task.add(
                      spawn(
                          script("t")
                              .step(i -> sleep(Duration.ofSeconds(10)))
                              .rescue(e -> log.add(Kind.of(e)))
                              .cold()));
                  return task.get(0).orTimeout(3, SECONDS);
                })
            .rescue(e -> log.add(Kind.of(e)))
            .step(in -> yieldNow())
            .step(in -> yieldNow())
            .cold());
    assertThat(log).containsExactlyInAnyOrder(TimeoutException.class, TaskCancelled.class);
    assertThat(time.elapsed()).isEqualTo(Duration.ofSeconds(3));
    assertThatThrownBy(() -> task.get(0).get()).hasCauseInstanceOf(TimeoutException.class);
  }

  @Test
  void a_timeout_in_time_does_nothing_and_leaves_no_timer() {
    Object value = loop.run(script("main").step(in -> sleeping().orTimeout(11, SECONDS)).cold());
    assertThat(value).isEqualTo("slept");
    // A loop that has nothing left ends at once.
    loop.shutdown();
    assertThat(loop.isTerminated()).isTrue();
    assertThat(time.elapsed()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void a_value_on_timeout_wakes_who_awaits_it() {
    Object value =
        loop.run(
            script("main").step(in -> sleeping().completeOnTimeout("late", 1, SECONDS)).cold());
    assertThat(value).isEqualTo("late");
  }

  @Test
  void dependents_are_plain_futures_and_run_on_the_loop() {
    Thread thread = Thread.currentThread();
    loop.run(
        script("main")
            .step(
                in -> {
                  CompletableFuture<Thread> dependent =
                      sleeping().thenApplyAsync(value -> Thread.currentThread());
                  assertThat(dependent).isExactlyInstanceOf(CompletableFuture.class);
                  return dependent;
                })
            .step(in -> assertThat(in).isSameAs(thread))
            .cold());
  }

  @Test
  void names_are_given_or_counted_when_asked_for() {
    loop.run(
        script("main")
            .step(
                in -> {
                  Task<Object> named = spawn("named", completed(null));
                  Task<Object> first = spawn(completed(null));
                  assertThat(named.name()).isEqualTo("named");
                  assertThat(first.name()).isEqualTo("Task-1");
                  assertThat(spawn(completed(null)).name()).isEqualTo("Task-2");
                  assertThat(first.name()).isEqualTo("Task-1");
                  assertThat(first).hasToString("Task[Task-1, pending]");
                  return first;
                })
            .cold());
  }

  @Test
  void a_failure_that_nobody_retrieved_is_reported_with_the_name() {
    loop.run(
        script("main")
            .step(in -> spawn("lonely", Woven.broken()).name())
            .step(in -> sleep(Duration.ofSeconds(1)))
            .cold());
    loop.close();
    assertThat(log).containsExactly("the exception of task 'lonely' was never retrieved");
  }

  @Test
  void a_failure_that_is_retrieved_late_is_not_reported() {
    List<Task<Integer>> tasks = new ArrayList<>();
    loop.run(
        script("main")
            .step(
                in -> {
                  for (int i = 0; i < 4; i++) {
                    tasks.add(spawn(Woven.broken()));
                  }
                  return sleep(Duration.ofSeconds(1));
                })
            .step(in -> tasks.get(0))
            .rescue(e -> "awaited")
            .cold());
    assertThatThrownBy(tasks.get(1)::join).hasCauseInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> tasks.get(2).getNow(1))
        .hasCauseInstanceOf(IllegalArgumentException.class);
    assertThat(tasks.get(3).exceptionally(e -> 5).join()).isEqualTo(5);
    loop.close();
    assertThat(log).isEmpty();
  }

  @Test
  void a_failure_nobody_can_retrieve_any_more_is_reported_while_the_loop_runs() {
    loop.run(
        script("main")
            .step(in -> spawn("lost", Woven.broken()).name())
            .step(in -> sleep(Duration.ofSeconds(1)))
            .cold());
    while (log.isEmpty()) {
      System.gc();
      loop.run(sleep(Duration.ofSeconds(1)));
    }
    assertThat(log).containsExactly("the exception of task 'lost' was never retrieved");
  }
}
