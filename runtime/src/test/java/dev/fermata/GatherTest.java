package dev.fermata;

import static dev.fermata.Fermata.completed;
import static dev.fermata.Fermata.gather;
import static dev.fermata.Fermata.gatherSettled;
import static dev.fermata.Fermata.sleep;
import static dev.fermata.Fermata.spawn;
import static dev.fermata.Fermata.yieldNow;
import static dev.fermata.woven.Script.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fermata.testing.VirtualTime;
import dev.fermata.woven.Script;
import dev.fermata.woven.Woven;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class GatherTest {
  private final List<Object> log = new ArrayList<>();

  private static <T> T run(Script.Step gathering) {
    return VirtualTime.run(script("main").step(gathering).cold());
  }

  private Script after(int seconds, String what) {
    return script(what)
        .step(in -> sleep(Duration.ofSeconds(seconds)))
        .step(
            in -> {
              log.add(what);
              return what;
            });
  }

  private Script failing(int seconds, Exception exception) {
    return script("failing")
        .step(in -> sleep(Duration.ofSeconds(seconds)))
        .step(
            in -> {
              throw exception;
            });
  }

  @Test
  void the_values_come_in_the_order_of_the_arguments() {
    List<Object> values =
        run(in -> gather(after(3, "a").cold(), after(1, "b").cold(), completed(null)));
    assertThat(values).containsExactly("a", "b", null);
    assertThat(log).containsExactly("b", "a");
    assertThatThrownBy(() -> values.add("c")).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void gathering_nothing_is_an_empty_list() {
    assertThat((List<?>) run(in -> gather(List.<Coroutine<String>>of()))).isEmpty();
    assertThat((List<?>) run(in -> gather(Set.<CompletableFuture<String>>of()))).isEmpty();
  }

  @Test
  void collections_of_coroutines_and_of_futures_are_gathered_alike() {
    List<Coroutine<Integer>> coroutines = List.of(Woven.square(1), Woven.square(2));
    Set<CompletableFuture<Integer>> futures = Set.of(CompletableFuture.completedFuture(4));
    assertThat((List<?>) run(in -> gather(coroutines))).isEqualTo(List.of(1, 4));
    assertThat((List<?>) run(in -> gather(futures))).isEqualTo(List.of(4));
    assertThat(
            GatherTest.<List<Object>>run(
                in -> gather(spawn(Woven.square(3)), CompletableFuture.completedFuture(5))))
        .containsExactly(9, 5);
  }

  @Test
  void the_children_begin_at_once_and_in_order() {
    run(
        in -> {
          var unused = gather(after(0, "a").cold(), after(0, "b").cold());
          spawn(() -> log.add("spawned later"));
          return unused;
        });
    assertThat(log).containsExactly("spawned later", "a", "b");
  }

  @Test
  void the_first_failure_comes_at_once_and_siblings_go_on() {
    Exception first = new Exception("first");
    Exception later = new Exception("later");
    VirtualTime.run(
        script("main")
            .step(
                in ->
                    gather(
                        failing(1, first).cold(), after(2, "b").cold(), failing(3, later).cold()))
            .rescue(
                e -> {
                  assertThat(e).isSameAs(first);
                  assertThat(log).isEmpty();
                  return sleep(Duration.ofSeconds(5));
                })
            .cold());
    assertThat(log).containsExactly("b");
    assertThat(first.getSuppressed()).containsExactly(later);
  }

  @Test
  void the_same_exception_twice_is_not_its_own_suppressed_one() {
    Exception same = new Exception("same");
    assertThatThrownBy(() -> run(in -> gather(failing(1, same).cold(), failing(1, same).cold())))
        .isSameAs(same)
        .hasNoSuppressedExceptions();
  }

  @Test
  void a_used_coroutine_is_rejected_and_none_is_started() {
    Coroutine<Object> fresh = after(0, "fresh").cold();
    Coroutine<Integer> used = Woven.square(1);
    VirtualTime.run(
        script("main")
            .step(in -> used)
            .step(in -> gather(fresh, used))
            .rescue(e -> log.add(e.getMessage()))
            .step(in -> gather(fresh, fresh))
            .rescue(e -> log.add("twice"))
            .step(in -> fresh)
            .cold());
    assertThat(log).hasSize(3).endsWith("twice", "fresh");
    assertThat((String) log.get(0)).startsWith("coroutine 'Woven.square' was already awaited");
  }

  @Test
  void cancelling_a_gather_cancels_its_children_and_waits_for_them() {
    Script child =
        script("child")
            .step(in -> sleep(Duration.ofDays(1)))
            .rescue(e -> sleep(Duration.ofSeconds(2)))
            .step(in -> log.add("cleaned up"))
            .step(in -> "kept");
    VirtualTime.run(
        script("main")
            .step(
                in -> {
                  Task<List<Object>> gathering = gather(child.cold(), child.cold());
                  spawn(
                      script("c").step(i -> yieldNow()).step(i -> gathering.cancel(false)).cold());
                  return gathering;
                })
            .rescue(e -> log.add(Kind.of(e)))
            .cold());
    assertThat(log).containsExactly("cleaned up", "cleaned up", CancellationException.class);
  }

  @Test
  void cancelling_who_awaits_a_gather_is_its_own_cancellation() {
    List<Task<Object>> outer = new ArrayList<>();
    CompletableFuture<Object> foreign = new CompletableFuture<>();
    List<Task<Void>> children = new ArrayList<>();
    VirtualTime.run(
        script("main")
            .step(
                in -> {
                  children.add(spawn(sleep(Duration.ofDays(1))));
                  outer.add(
                      spawn(
                          script("outer")
                              .step(i -> gather(children.get(0), foreign))
                              .rescue(
                                  e -> {
                                    log.add(Kind.of(e));
                                    throw e;
                                  })
                              .cold()));
                  return yieldNow();
                })
            .step(in -> yieldNow())
            .step(in -> outer.get(0).cancel(false))
            .step(in -> outer.get(0))
            .rescue(e -> log.add(Kind.of(e)))
            .cold());
    assertThat(log).containsExactly(TaskCancelled.class, CancellationException.class);
    assertThat(children.get(0)).isCancelled();
    assertThat(foreign).isNotDone();
  }

  @Test
  void a_gather_that_is_cancelled_at_once_cancels_its_children() {
    Script child = script("child").step(in -> log.add("began"));
    VirtualTime.run(
        script("main")
            .step(
                in -> {
                  Task<List<Object>> gathering = gather(child.cold(), child.cold());
                  gathering.cancel(false);
                  return gathering;
                })
            .rescue(e -> log.add(Kind.of(e)))
            .cold());
    assertThat(log).containsExactly(CancellationException.class);
  }

  @Test
  void a_child_that_shows_itself_is_a_future_like_others() {
    List<Task<?>> seen = new ArrayList<>();
    Script early = script("early").step(in -> seen.add(Task.current())).step(in -> "a");
    Script listed =
        script("listed")
            .step(in -> yieldNow())
            .step(
                in -> {
                  seen.addAll(Task.all());
                  return yieldNow();
                })
            .step(in -> "b");
    assertThat((List<?>) run(in -> gather(early.cold(), listed.cold(), after(1, "c").cold())))
        .isEqualTo(List.of("a", "b", "c"));
    assertThat(seen).hasSizeGreaterThan(4).allMatch(Task::isDone);
    assertThat(seen.get(0)).isCompletedWithValueMatching("a"::equals);
    assertThat(seen)
        .anyMatch(task -> task.getNow(null) instanceof String value && value.equals("c"));
  }

  @Test
  void what_depends_on_a_gather_runs_in_its_turn() {
    run(
        in -> {
          Task<List<Object>> gathering = gather(after(1, "a").cold(), after(2, "b").cold());
          return gathering.thenRun(() -> log.add(Task.current() == gathering));
        });
    assertThat(log).containsExactly("a", "b", true);
  }

  @Test
  void settled_tells_the_outcomes_of_coroutines() {
    Exception exception = new Exception("API failed");
    assertThat(
            GatherTest.<List<Outcome<Object>>>run(
                in -> gatherSettled(failing(1, exception).cold(), after(2, "b").cold())))
        .containsExactly(new Outcome.Failure<>(exception), new Outcome.Success<>("b"));
  }

  @Test
  void a_cancelled_child_fails_the_gather_with_an_ordinary_cancellation() {
    CompletableFuture<Object> cancelled = new CompletableFuture<>();
    cancelled.cancel(false);
    assertThatThrownBy(() -> run(in -> gather(cancelled, completedTask())))
        .isInstanceOf(CancellationException.class);
  }

  private static Task<Integer> completedTask() {
    return spawn(Woven.square(1));
  }

  @Test
  void settled_waits_for_all_and_tells_each_outcome() {
    Exception exception = new Exception("API failed");
    CompletableFuture<Object> cancelled = new CompletableFuture<>();
    cancelled.cancel(false);
    List<Outcome<Object>> outcomes =
        run(
            in ->
                gatherSettled(
                    spawn(failing(1, exception).cold()), cancelled, spawn(after(2, "b").cold())));
    assertThat(outcomes)
        .containsExactly(
            new Outcome.Failure<>(exception),
            new Outcome.Cancelled<>(),
            new Outcome.Success<>("b"));
  }

  @Test
  void futures_that_other_threads_complete_are_gathered() {
    List<CompletableFuture<Integer>> futures = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      int value = i;
      futures.add(CompletableFuture.supplyAsync(() -> value));
    }
    List<Integer> values = run(in -> gather(futures));
    assertThat(values).hasSize(100).isSorted();
  }

  @Test
  void gather_needs_a_loop() {
    assertThatThrownBy(() -> gather(Woven.square(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no event loop runs on thread");
  }
}
