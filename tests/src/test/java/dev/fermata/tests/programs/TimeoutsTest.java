package dev.fermata.tests.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.testing.VirtualTime;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Time limits and cancel scopes, on virtual time. The order of events is Python's. */
class TimeoutsTest {
  private static final WovenProgram PROGRAM =
      WovenProgram.of(Path.of("src", "test", "programs", "Timeouts.java"));

  private static List<String> run(String method, Object... arguments) {
    return VirtualTime.run(PROGRAM.<List<String>>coroutine(method, arguments));
  }

  @Test
  void a_body_that_takes_too_long_is_cancelled_and_cleans_up_before_the_timeout_is_thrown() {
    assertThat(run("expires"))
        .containsExactly("1 a ends", "1 TimeoutException: not done within 1s", "3 end");
  }

  @Test
  void a_body_in_time_leaves_nothing_behind() {
    assertThat(run("is_in_time"))
        .containsExactly("1 a slept", "1 a ends", "1 a", "6 end, cancelling 0");
  }

  @Test
  void an_inner_limit_ends_alone() {
    assertThat(run("nested", 3, 1))
        .containsExactly("1 a ends", "1 inner expired", "3 outer TimeoutException");
  }

  @Test
  void an_outer_limit_ends_the_inner_body_as_cancelled() {
    assertThat(run("nested", 1, 3))
        .containsExactly("1 a ends", "1 inner cancelled", "1 outer TimeoutException");
  }

  @Test
  void the_outer_one_of_two_limits_at_the_same_time_wins() {
    assertThat(run("nested", 1, 1))
        .containsExactly("1 a ends", "1 inner cancelled", "1 outer TimeoutException");
  }

  @Test
  void a_limit_of_zero_is_over_at_the_first_wait() {
    assertThat(run("zero"))
        .containsExactly("0 done without a wait", "0 first", "0 TimeoutException");
  }

  @Test
  void the_bodys_own_exception_wins() {
    assertThat(run("own_exception_wins")).containsExactly("1 cleanup", "1 IllegalStateException");
  }

  @Test
  void a_cancel_from_outside_wins() {
    assertThat(run("outer_cancel_wins", 1))
        .containsExactly("1 cancel", "1 a ends", "1 cancelled: because", "1 TaskCancellation true");
  }

  @Test
  void a_cancel_from_outside_at_the_same_time_wins() {
    assertThat(run("outer_cancel_wins", 2))
        .containsExactly("2 cancel", "2 a ends", "2 cancelled: because", "2 TaskCancellation true");
  }

  @Test
  void a_body_that_swallows_the_cancel_has_its_result() {
    assertThat(run("swallowed")).containsExactly("1 swallowed", "4 went on", "5 end");
  }

  @Test
  void cleanup_of_a_cancelled_task_may_have_a_limit_of_its_own() {
    assertThat(run("limit_in_the_cleanup_of_a_cancel"))
        .containsExactly("2 cleanup ends", "2 cleanup expired", "2 TaskCancellation");
  }

  @Test
  void a_limit_in_a_hot_method_ends_that_method_and_not_its_caller() {
    assertThat(run("limit_in_a_hot_method"))
        .containsExactly(
            "0 called", "1 hot ends", "1 hot expired", "2 caller is not touched", "2 late");
  }

  @Test
  void a_task_is_cancelled_and_a_foreign_future_is_given_up() {
    assertThat(run("of_futures"))
        .containsExactly("1 TimeoutException false", "2 task ends", "2 TimeoutException true");
  }

  @Test
  void a_limit_may_be_moved_and_removed() {
    assertThat(run("rescheduled")).containsExactly("3 still here", "9 expired 0");
  }

  @Test
  void a_limit_as_a_resource_that_is_not_reached_does_nothing() {
    assertThat(run("resource_in_time")).containsExactly("1 expired false", "6 end");
  }

  @Test
  void the_bodys_own_exception_has_the_timeout_as_suppressed() {
    assertThat(run("resource_and_own_exception"))
        .containsExactly("1 IllegalStateException with TimeoutException");
  }

  @Test
  void limits_as_resources_may_be_nested() {
    assertThat(run("resources_nested", 3, 1)).containsExactly("1 inner expired", "3 outer expired");
    assertThat(run("resources_nested", 1, 3)).containsExactly("1 outer expired");
    assertThat(run("resources_nested", 1, 1)).containsExactly("1 outer expired");
  }

  @Test
  void a_cancelled_scope_gives_null_and_says_so() {
    assertThat(run("scope_gives_null"))
        .containsExactly("1 a ends", "1 null true", "2 b slept", "2 b ends", "2 b false");
  }

  @Test
  void a_scope_may_be_cancelled_before_it_begins() {
    assertThat(run("scope_cancelled_before_it_begins"))
        .containsExactly("0 runs to its first await", "0 null true");
  }

  @Test
  void a_scope_may_be_cancelled_by_another_task_with_a_reason() {
    assertThat(run("scope_cancelled_by_another_task")).containsExactly("2 enough", "2 end");
  }

  @Test
  void a_scope_may_be_cancelled_by_another_thread_at_any_time() {
    assertThat(run("scope_cancelled_by_another_thread", true))
        .containsExactly("0 before", "1 caught true");
    assertThat(run("scope_cancelled_by_another_thread", false))
        .containsExactly("0 meanwhile", "1 caught true");
  }

  @Test
  void a_shield_holds_a_cancel_off_until_the_next_await_behind_it() {
    assertThat(run("shield_holds_a_cancel_off"))
        .containsExactly(
            "3 shielded slept",
            "3 shielded ends",
            "3 after the shield",
            "3 cleanup",
            "3 TaskCancellation");
  }

  @Test
  void a_shielded_scope_has_a_deadline_of_its_own() {
    assertThat(run("shield_with_a_deadline_of_its_own"))
        .containsExactly("3 shielded ends", "3 shield true", "3 outer true");
  }

  @Test
  void a_shield_that_is_taken_away_lets_the_cancel_through() {
    assertThat(run("shield_taken_away")).containsExactly("2 a ends", "2 shield false, outer true");
  }
}
