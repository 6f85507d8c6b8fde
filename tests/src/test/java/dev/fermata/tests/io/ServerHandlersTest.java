package dev.fermata.tests.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.tests.programs.WovenProgram;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The tasks of a server, in a task group or not. */
@Timeout(60) // what would wait for ever is told as a failure
class ServerHandlersTest {
  private static final WovenProgram PROGRAM = IoPrograms.of("ServerHandlers.java");

  private static List<Object> run(String method, Object... arguments) {
    return PROGRAM.run(method, arguments);
  }

  @Test
  void a_failure_ends_the_group_with_its_other_handlers_and_is_told_nobody_else() {
    assertThat(run("a_failure_ends_the_group")).containsExactly("one", "end", "end", "no fail");
  }

  @Test
  void a_group_waits_for_handlers_also_where_the_server_is_not_closed() {
    assertThat(run("the_group_waits_for_handlers"))
        .containsExactly("begun", "TaskGroup[OPEN, 1 tasks]", "handled", "closed");
  }

  @Test
  void a_group_does_not_end_as_a_peer_is_gone() {
    assertThat(run("a_group_is_not_ended_by_a_reset")).containsExactly("end", "two", "end");
  }

  @Test
  void a_reset_is_no_failure_of_a_handler_that_wraps_it() {
    assertThat(run("a_wrapped_reset")).isEmpty();
  }

  @Test
  void a_group_that_is_closed_before_its_server_is_told() {
    assertThat(run("a_group_that_is_closed"))
        .containsExactly(
            "the task group is closed; start the task while it is open", (Object) null);
  }

  @Test
  void a_client_reads_its_answer_though_nobody_reads_all_that_it_sends() {
    assertThat(run("a_refused_upload", 20_000_000)).containsExactly("no upload", null, 0);
  }
}
