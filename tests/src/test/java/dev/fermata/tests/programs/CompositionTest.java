package dev.fermata.tests.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.ReturnWhen;
import dev.fermata.testing.VirtualTime;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is done with many tasks, on virtual time. The order of events is Python's. */
class CompositionTest {
  private static final WovenProgram PROGRAM =
      WovenProgram.of(Path.of("src", "test", "programs", "Composition.java"));

  private static List<String> run(String method, Object... arguments) {
    return VirtualTime.run(PROGRAM.<List<String>>coroutine(method, arguments));
  }

  @Test
  void waits_for_the_first_that_is_done() {
    assertThat(run("waits", ReturnWhen.FIRST_COMPLETED))
        .containsExactly(
            "1 c slept",
            "1 done [c], pending [a, b]",
            "2 b fails",
            "3 a slept",
            "6 a was left alone: true",
            "6 b was left alone: true");
  }

  @Test
  void waits_for_the_first_failure() {
    assertThat(run("waits", ReturnWhen.FIRST_EXCEPTION))
        .containsExactly(
            "1 c slept",
            "2 b fails",
            "2 done [b, c], pending [a]",
            "3 a slept",
            "7 a was left alone: true");
  }

  @Test
  void waits_for_all_and_throws_nothing() {
    assertThat(run("waits", ReturnWhen.ALL_COMPLETED))
        .containsExactly("1 c slept", "2 b fails", "3 a slept", "3 done [a, b, c], pending []");
  }

  @Test
  void waits_for_some_time_at_most() {
    assertThat(run("waits_for_some_time"))
        .containsExactly(
            "1 c slept",
            "2 b fails",
            "2 done [b, c], pending [a]",
            "2 done [b, c], pending [a]",
            "2 of nothing WaitResult[done=[], pending=[]]",
            "2 a cancelled");
  }

  @Test
  void a_cancelled_wait_leaves_the_tasks_alone() {
    assertThat(run("a_cancelled_wait_leaves_the_tasks_alone"))
        .containsExactly("1 wait cancelled", "2 a slept", "2 a");
  }

  @Test
  void waits_for_futures_of_any_kind() {
    assertThat(run("waits_for_foreign_futures")).containsExactly("1 done true, pending true");
  }

  @Test
  void gives_tasks_in_the_order_of_their_completion() {
    assertThat(run("in_the_order_of_completion"))
        .containsExactly(
            "1 c slept",
            "1 got c",
            "2 b fails",
            "2 got java.io.IOException: b",
            "3 a slept",
            "3 got a");
  }

  @Test
  void leaving_the_loop_leaves_the_tasks_alone() {
    assertThat(run("leaves_early"))
        .containsExactly("1 c slept", "1 first is c", "2 b fails", "3 a slept");
  }

  @Test
  void the_first_outcome_wins_a_race_and_the_others_clean_up_first() {
    assertThat(run("races"))
        .containsExactly(
            "1 b slept",
            "1 a cancelled",
            "1 c cancelled",
            "2 won by b",
            "3 b fails",
            "3 a cancelled",
            "4 won by java.io.IOException: b",
            "4 a race of nothing never ends; give it a coroutine");
  }

  @Test
  void a_cancelled_race_waits_for_all_of_them() {
    assertThat(run("a_cancelled_race"))
        .containsExactly("1 a cancelled", "1 b cancelled", "2 cancelled");
  }

  @Test
  void a_shielded_task_is_not_cancelled_with_the_one_that_awaits_it() {
    assertThat(run("shields"))
        .containsExactly(
            "1 outer cancelled",
            "3 inner slept",
            "3 inner",
            "3 outer true",
            "4 other slept",
            "4 other",
            "5 victim cancelled",
            "6 inner cancelled, outer too: true");
  }

  @Test
  void a_failure_behind_a_shield_that_nobody_waits_at_is_reported() {
    List<String> log = run("a_failure_behind_a_shield_is_reported");
    assertThat(log)
        .startsWith("2 inner fails")
        .last()
        .asString()
        .endsWith("the exception of task 'victim' was never retrieved: inner");
  }

  @Test
  void an_eager_task_begins_at_once() {
    assertThat(run("begins_at_once"))
        .startsWith(
            "0 one in another task: true",
            "0 done true one",
            "0 two in another task: true",
            "0 done false",
            "1 two");
  }

  @Test
  void the_current_task_is_known_in_coroutines_tasks_and_hot_methods() {
    assertThat(run("knows_the_current_task"))
        .containsExactly(
            "0 awaited true",
            "0 spawned true",
            "0 called true",
            "0 same true",
            "0 hot true",
            "0 same true",
            "0 hot at once true true",
            "0 back true",
            "0 in a callback: no task runs on thread ...; this belongs into an async method");
  }

  @Test
  void all_tasks_that_have_not_ended_are_known() {
    assertThat(run("knows_all_tasks"))
        .containsExactly(
            "0 [main, held, inner, sleeps, waits]",
            "1 sleeps slept",
            "2 inner slept",
            "3 [main, held]");
  }

  @Test
  void a_cancel_that_is_taken_back_lets_the_body_go_on() {
    assertThat(run("takes_a_cancel_back"))
        .containsExactly(
            "1 requested 1", "1 one, cancelling 1", "1 left 0", "2 went on, cancelling 0");
  }

  @Test
  void a_cancel_that_is_taken_back_in_time_is_not_delivered() {
    assertThat(run("takes_a_cancel_back_before_it_is_delivered"))
        .containsExactly("0 left 0", "0 not delivered", "0 cancelled: myself");
  }

  @Test
  void a_task_that_is_cancelled_before_its_first_step_never_begins() {
    assertThat(run("cancelled_before_its_first_step")).containsExactly("0 cancelled true");
  }
}
