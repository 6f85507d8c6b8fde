package dev.fermata;

import static dev.fermata.Fermata.completed;
import static dev.fermata.Fermata.sleep;
import static dev.fermata.Fermata.spawn;
import static dev.fermata.Fermata.yieldNow;
import static dev.fermata.woven.Script.direct;
import static dev.fermata.woven.Script.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.fermata.testing.VirtualTime;
import dev.fermata.woven.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CancellationTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final List<Object> log = new ArrayList<>();

  /** The ways in which a callee can be awaited; a cancel looks the same on each. */
  enum Path {
    DIRECT(Script::direct),
    OBJECT(Script::cold),
    HOT(Script::hot),
    HOT_SUBCLASS(script -> script.hotInto(new Promise())),
    SPAWNED(script -> spawn(script.cold()));

    final Function<Script, Object> await;

    Path(Function<Script, Object> await) {
      this.await = await;
    }
  }

  /** A future class that a hot method may declare. */
  public static final class Promise extends CompletableFuture<Object> {}

  /** Starts the victim, cancels it as soon as it is held, and waits for its end. */
  private Throwable cancelWhenHeld(Script victim, int times) {
    List<Task<Object>> task = new ArrayList<>();
    Script main =
        script("main")
            .step(in -> task.add(spawn(victim.cold())))
            .step(in -> yieldNow())
            .step(in -> yieldNow())
            .step(in -> yieldNow());
    for (int i = 0; i < times; i++) {
      main.step(in -> assertThat(task.get(0).cancel(false)).isTrue()).step(in -> yieldNow());
    }
    VirtualTime.run(main.step(in -> task.get(0)).rescue(e -> log.add(Kind.of(e))).cold());
    return catchThrowable(() -> task.get(0).join());
  }

  @Test
  void a_held_task_gets_task_cancelled_and_outside_it_is_a_cancelled_future() {
    Throwable outside =
        cancelWhenHeld(
            script("v")
                .step(in -> sleep(SECOND))
                .rescue(
                    e -> {
                      log.add(Kind.of(e));
                      throw e;
                    }),
            1);
    assertThat(outside).isInstanceOf(CancellationException.class);
    assertThat(log).containsExactly(TaskCancelled.class, CancellationException.class);
  }

  @ParameterizedTest
  @EnumSource
  void a_cancel_goes_through_and_waits_for_cleanup_on_every_path(Path path) {
    Script callee =
        script("callee")
            .step(in -> sleep(SECOND))
            .rescue(
                e -> {
                  log.add("callee " + e.getClass().getSimpleName());
                  return sleep(SECOND);
                })
            .step(
                in -> {
                  log.add("callee cleaned up");
                  throw new TaskCancelled(null);
                });
    cancelWhenHeld(
        script("v")
            .step(in -> path.await.apply(callee))
            .rescue(
                e -> {
                  log.add("caller " + e.getClass().getSimpleName());
                  throw e;
                }),
        1);
    assertThat(log)
        .containsExactly(
            "callee TaskCancelled",
            "callee cleaned up",
            "caller TaskCancelled",
            CancellationException.class);
  }

  @ParameterizedTest
  @EnumSource
  void a_cancel_that_the_callee_swallows_is_not_delivered_again_on_any_path(Path path) {
    Script callee = script("callee").step(in -> sleep(SECOND)).rescue(e -> "swallowed");
    cancelWhenHeld(
        script("v")
            .step(in -> path.await.apply(callee))
            .step(in -> log.add(in))
            .step(in -> sleep(SECOND))
            .step(in -> log.add("went on")),
        1);
    assertThat(log).containsExactly("swallowed", "went on");
  }

  @ParameterizedTest
  @EnumSource
  void a_second_cancel_interrupts_the_cleanup_on_every_path(Path path) {
    Script callee =
        script("callee")
            .step(in -> sleep(SECOND))
            .rescue(e -> sleep(SECOND))
            .rescue(
                e -> {
                  log.add("again " + e.getClass().getSimpleName());
                  throw e;
                });
    cancelWhenHeld(script("v").step(in -> path.await.apply(callee)), 2);
    assertThat(log).containsExactly("again TaskCancelled", CancellationException.class);
  }

  @ParameterizedTest
  @EnumSource
  void a_cancelled_callee_that_fails_in_cleanup_brings_its_failure(Path path) {
    Script callee =
        script("callee")
            .step(in -> sleep(SECOND))
            .rescue(
                e -> {
                  throw new IllegalArgumentException("in cleanup");
                });
    Throwable outside = cancelWhenHeld(script("v").step(in -> path.await.apply(callee)), 1);
    assertThat(outside).hasCauseInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void awaiting_something_that_others_cancelled_is_an_ordinary_cancellation() {
    CompletableFuture<Object> cancelled = new CompletableFuture<>();
    CompletableFuture<Object> pending = new CompletableFuture<>();
    cancelled.cancel(false);
    VirtualTime.run(
        script("main")
            .step(in -> cancelled)
            .rescue(e -> log.add(Kind.of(e)))
            .step(
                in -> {
                  spawn(script("c").step(i -> pending.cancel(false)).cold());
                  return pending;
                })
            .rescue(e -> log.add(Kind.of(e)))
            .step(
                in -> {
                  Task<Object> task = spawn(script("t").step(i -> sleep(SECOND)).cold());
                  spawn(script("c").step(i -> task.cancel(false)).cold());
                  return task;
                })
            .rescue(e -> log.add(Kind.of(e)))
            .cold());
    Class<?> expected = CancellationException.class;
    assertThat(log).containsExactly(expected, expected, expected);
  }

  @Test
  void a_task_cancelled_before_its_first_step_never_begins() {
    VirtualTime.run(
        script("main")
            .step(
                in -> {
                  Task<Object> task = spawn(script("t").step(i -> log.add("begun")).cold());
                  assertThat(task.cancel(false)).isTrue();
                  assertThat(task.isDone()).isFalse();
                  return task;
                })
            .rescue(e -> log.add(Kind.of(e)))
            .cold());
    assertThat(log).containsExactly(CancellationException.class);
  }

  @Test
  void a_value_that_was_delivered_is_not_lost_and_the_cancel_comes_next() {
    CompletableFuture<Object> future = new CompletableFuture<>();
    Script victim =
        script("victim")
            .step(in -> future)
            .step(in -> log.add(in))
            .step(in -> completed("done already"))
            .step(in -> log.add(in))
            .step(in -> sleep(SECOND))
            .rescue(e -> log.add(Kind.of(e)));
    VirtualTime.run(
        script("main")
            .step(
                in -> {
                  Task<Object> task = spawn(victim.cold());
                  spawn(
                      script("both")
                          .step(i -> future.complete("value"))
                          .step(i -> task.cancel(false))
                          .cold());
                  return task;
                })
            .cold());
    assertThat(log).containsExactly("value", "done already", TaskCancelled.class);
  }

  @Test
  void the_value_of_a_task_that_was_delivered_is_not_lost_either() {
    List<Task<Object>> victim = new ArrayList<>();
    VirtualTime.run(
        script("main")
            .step(
                in -> {
                  Task<Object> callee =
                      spawn(script("callee").step(i -> yieldNow()).step(i -> "value").cold());
                  victim.add(
                      spawn(
                          script("v")
                              .step(i -> callee)
                              .step(log::add)
                              .step(i -> yieldNow())
                              .cold()));
                  // It runs in the turn after the callee has ended, before the victim goes on.
                  callee.thenRun(() -> victim.get(0).cancel(false));
                  return victim.get(0);
                })
            .rescue(e -> log.add(Kind.of(e)))
            .cold());
    assertThat(log).containsExactly("value", CancellationException.class);
  }

  @Test
  void a_foreign_future_is_only_unsubscribed_from() {
    CompletableFuture<Object> foreign = new CompletableFuture<>();
    cancelWhenHeld(script("v").step(in -> foreign).rescue(e -> sleep(SECOND)), 1);
    assertThat(foreign).isNotDone();
  }

  @Test
  void a_stale_completion_does_not_wake_a_later_await() {
    CompletableFuture<Object> first = new CompletableFuture<>();
    cancelWhenHeld(
        script("v")
            .step(in -> first)
            .rescue(
                e -> {
                  first.complete("stale");
                  return sleep(SECOND);
                })
            .step(in -> log.add(String.valueOf(in))),
        1);
    assertThat(log).containsExactly("null");
  }

  @Test
  void a_finished_task_cannot_be_cancelled() {
    VirtualTime.run(
        script("main")
            .step(in -> assertThat(spawn(completed(1)).cancel(false)).isTrue())
            .step(in -> log.add(spawn(completed(2))))
            .step(in -> yieldNow())
            .step(in -> assertThat(((Task<?>) log.get(0)).cancel(false)).isFalse())
            .cold());
  }

  @Test
  void another_thread_may_cancel_a_task() throws Exception {
    CompletableFuture<Task<Object>> begun = new CompletableFuture<>();
    CompletableFuture<Boolean> cancelled = begun.thenApplyAsync(task -> task.cancel(false));
    Throwable outcome =
        catchThrowable(
            () ->
                Fermata.run(
                    script("main")
                        .step(
                            in -> {
                              Task<Object> task =
                                  spawn(script("v").step(i -> new CompletableFuture<>()).cold());
                              begun.complete(task);
                              return task;
                            })
                        .cold()));
    assertThat(outcome).isInstanceOf(CancellationException.class);
    assertThat(cancelled.get()).isTrue();
  }

  @Test
  void a_long_chain_of_waiting_tasks_is_cancelled_without_a_stack_overflow() {
    int length = 100_000;
    List<Task<Object>> chain = new ArrayList<>();
    VirtualTime.run(
        script("main")
            .step(
                in -> {
                  chain.add(spawn(script("end").step(i -> sleep(SECOND)).cold()));
                  for (int i = 1; i < length; i++) {
                    Task<Object> awaited = chain.get(i - 1);
                    chain.add(spawn(script("link").step(j -> awaited).cold()));
                  }
                  return yieldNow();
                })
            .step(in -> yieldNow())
            .step(in -> chain.get(length - 1).cancel(false))
            .step(in -> chain.get(length - 1))
            .rescue(e -> log.add(Kind.of(e)))
            .cold());
    assertThat(chain).allMatch(Task::isCancelled);
    assertThat(log).containsExactly(CancellationException.class);
  }

  @Test
  void direct_calls_below_one_another_are_one_task() {
    Script inner = script("inner").step(in -> sleep(SECOND));
    Script middle = script("middle").step(in -> direct(inner)).rescue(e -> "middle kept it");
    cancelWhenHeld(script("outer").step(in -> direct(middle)).step(log::add), 1);
    assertThat(log).containsExactly("middle kept it");
  }
}
