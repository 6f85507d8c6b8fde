package dev.fermata.tests.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.testing.VirtualTime;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Task groups, on virtual time. */
class GroupsTest {
  private static final WovenProgram PROGRAM =
      WovenProgram.of(Path.of("src", "test", "programs", "Groups.java"));

  private static List<String> run(String method, Object... arguments) {
    return VirtualTime.run(PROGRAM.<List<String>>coroutine(method, arguments));
  }

  @Test
  void the_brace_awaits_the_children() {
    assertThat(run("awaits_its_children"))
        .containsExactly("0 body ends", "1 b slept", "2 a slept", "2 closed, a");
  }

  @Test
  void an_empty_group_closes_at_once() {
    assertThat(run("empty")).containsExactly("0 body of TaskGroup[OPEN, 0 tasks]", "0 closed");
  }

  @Test
  void the_first_failure_cancels_the_siblings_and_waits_for_their_cleanup() {
    assertThat(run("a_failure_cancels_the_siblings"))
        .containsExactly("1 b fails", "1 a cancelled", "2 c cleaned up", "2 IOException b");
  }

  @Test
  void a_failure_interrupts_the_body_and_takes_the_place_of_its_cancellation() {
    assertThat(run("a_failure_interrupts_the_body"))
        .containsExactly(
            "1 b fails",
            "1 a cancelled",
            "1 body ends",
            "1 IOException b, cancelling 0",
            "2 goes on");
  }

  @Test
  void later_failures_are_suppressed_exceptions_of_the_first() {
    assertThat(run("all_failures_are_kept"))
        .containsExactly(
            "1 first fails",
            "1 same time fails",
            "2 cleanup cleaned up",
            "2 IOException first with [IOException same time, IOException cleanup]");
  }

  @Test
  void a_failing_body_cancels_the_children_and_keeps_their_failures() {
    assertThat(run("the_body_fails"))
        .containsExactly(
            "1 a cancelled",
            "2 cleanup cleaned up",
            "2 IllegalStateException with [IOException cleanup]");
  }

  @Test
  void a_failure_of_the_body_has_a_childs_as_suppressed() {
    assertThat(run("the_body_fails_while_a_child_has_failed"))
        .containsExactly("1 child fails", "1 IllegalStateException with [IOException child]");
  }

  @Test
  void a_cancel_from_outside_in_the_body_goes_on_to_the_children_and_passes() {
    assertThat(run("cancelled_from_outside", true))
        .containsExactly(
            "1 a cancelled", "2 c cleaned up", "2 host TaskCancelled: outside", "2 outside true");
  }

  @Test
  void a_cancel_from_outside_at_the_brace_goes_on_to_the_children_and_passes() {
    assertThat(run("cancelled_from_outside", false))
        .containsExactly(
            "1 a cancelled", "2 c cleaned up", "2 host TaskCancelled: outside", "2 outside true");
  }

  @Test
  void a_failure_goes_before_a_cancel_that_comes_while_the_group_closes() {
    assertThat(run("cancelled_from_outside_while_it_closes_after_a_failure"))
        .containsExactly("1 b fails", "1 cancel", "2 c cleaned up", "2 IOException false");
  }

  @Test
  void groups_may_be_nested() {
    assertThat(run("nested"))
        .containsExactly(
            "1 b fails",
            "1 inner cancelled",
            "1 inner IOException b",
            "2 c fails",
            "2 outer cancelled",
            "2 outer IOException c");
  }

  @Test
  void a_failure_in_an_outer_group_ends_an_inner_one_as_cancelled() {
    assertThat(run("an_outer_failure_ends_an_inner_group"))
        .containsExactly("1 o fails", "1 inner cancelled", "1 outer IOException o");
  }

  @Test
  void a_time_limit_ends_a_group() {
    assertThat(run("in_a_time_limit")).containsExactly("1 a cancelled", "1 timeout");
  }

  @Test
  void a_cancel_scope_ends_a_group_with_its_body() {
    assertThat(run("in_a_cancel_scope")).containsExactly("1 a cancelled", "1 caught true");
  }
}
