package dev.fermata.tests.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.testing.VirtualTime;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The children of task groups, on virtual time. */
class GroupChildrenTest {
  private static final WovenProgram PROGRAM =
      WovenProgram.of(
          Path.of("src", "test", "programs", "GroupChildren.java"),
          Path.of("src", "test", "programs", "Groups.java"));

  private static List<String> run(String method, Object... arguments) {
    return VirtualTime.run(PROGRAM.<List<String>>coroutine(method, arguments));
  }

  @Test
  void a_closed_group_rejects_and_leaves_the_coroutine_unused() {
    assertThat(run("a_closed_group_rejects"))
        .containsExactly(
            "0 the task group is closed; start the task while it is open",
            "1 late slept",
            "1 late");
  }

  @Test
  void children_may_start_children_while_the_group_closes() {
    assertThat(run("children_start_children_while_it_closes"))
        .containsExactly("3 grandchild slept", "3 closed");
  }

  @Test
  void what_is_started_after_a_failure_never_begins() {
    assertThat(run("started_after_a_failure"))
        .containsExactly("0 b fails", "0 spawned false", "0 IOException b");
  }

  @Test
  void a_cancelled_child_is_no_failure() {
    assertThat(run("a_cancelled_child_is_no_failure"))
        .containsExactly("1 a cancelled", "2 b slept", "2 closed");
  }

  @Test
  void a_child_that_awaits_something_that_was_cancelled_has_failed() {
    assertThat(run("a_child_that_awaits_something_cancelled_fails")).containsExactly("0 failed");
  }

  @Test
  void a_group_may_be_cancelled_and_its_body_goes_on() {
    assertThat(run("cancelled_by_its_body"))
        .containsExactly("1 a cancelled", "2 body ends", "2 closed");
  }

  @Test
  void start_waits_until_a_server_listens() {
    assertThat(run("starts_a_server"))
        .containsExactly("1 listens at 8080", "3 server ends", "3 closed");
  }

  @Test
  void a_failure_before_the_start_is_thrown_there_and_not_by_the_group() {
    assertThat(run("a_server_fails_to_start", true))
        .containsExactly("1 IOException bind", "2 a slept", "2 closed");
    assertThat(run("a_server_fails_to_start", false))
        .containsExactly("1 IllegalStateException", "2 a slept", "2 closed");
  }

  @Test
  void a_cancel_while_a_server_starts_waits_for_the_servers_cleanup() {
    assertThat(run("cancelled_while_it_starts_a_server"))
        .containsExactly("2 c cleaned up", "2 cancelled");
  }

  @Test
  void a_group_in_a_hot_method_interrupts_that_method_and_not_its_caller() {
    assertThat(run("in_a_hot_method"))
        .containsExactly(
            "1 b fails", "1 hot caught IOException b", "3 caller is not touched", "3 hot");
  }

  @Test
  void a_group_has_many_children() {
    assertThat(run("many_children")).containsExactly("6 100000 ended");
  }

  @Test
  void a_group_is_closed_by_the_task_that_opened_it_once() {
    assertThat(run("closed_in_another_task"))
        .containsExactly(
            "0 a task group is closed in the task that has opened it, ...", "0 closed");
  }
}
