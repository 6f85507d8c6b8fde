package dev.fermata.tests.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.tests.programs.WovenProgram;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Other programs, and the signals of the system. */
@Timeout(60) // what would wait for ever is told as a failure
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the programs that it runs are those of Unix")
class SubprocessTest {
  private static final int KILLED = 128 + 9;

  private static final WovenProgram PROGRAM = IoPrograms.of("Subprocesses.java");

  private static List<Object> run(String method, Object... arguments) {
    return PROGRAM.run(method, arguments);
  }

  @Test
  void a_program_tells_how_it_has_ended() {
    assertThat(run("results"))
        .containsExactly(
            "out\n",
            "err\n",
            3,
            "'sh -c echo out; echo err >&2; exit 3' ended with exit code 3: err",
            true);
  }

  @Test
  void a_program_answers() {
    assertThat(run("a_dialogue")).containsExactly("one", "two", "three", null, 0);
  }

  @Test
  void much_goes_in_and_out_at_the_same_time() {
    assertThat(PROGRAM.<Boolean>run("much_goes_through", 20)).isTrue();
  }

  @Test
  void input_that_is_not_read_is_no_failure() {
    assertThat(run("unread_input_is_no_failure")).containsExactly(5, 0, "closed");
  }

  @Test
  void a_flood_is_bounded() {
    assertThat(run("a_flood"))
        .containsExactly("more than 1000000 bytes before the end", false, "y", false);
  }

  @Test
  void a_cancel_ends_the_program() {
    assertThat(run("a_cancel_ends_the_program"))
        .containsExactly(true, "finally", "cancelled", false, false);
  }

  @Test
  void a_timeout_ends_the_program() {
    assertThat(run("a_timeout_ends_the_program")).containsExactly("timeout", true);
  }

  @Test
  void a_program_that_does_not_terminate_is_killed() {
    assertThat(run("a_stubborn_program_is_killed"))
        .containsExactly("ready", "terminated", "on purpose", KILLED);
  }

  @Test
  void many_programs_at_once() {
    assertThat(PROGRAM.<Integer>run("many", 50)).isEqualTo(49 * 50 / 2);
  }

  @Test
  void folder_environment_and_redirections_are_those_of_the_builder(@TempDir Path folder) {
    assertThat(run("settings", folder.toString()))
        .containsExactly(folder.toString(), "hello", "x", 0);
  }

  @Test
  void signals_are_received() {
    assertThat(run("signals"))
        .containsExactly(
            "USR2",
            "HUP",
            "write 'TERM' in place of 'SIGTERM'",
            "no signal 'NOTHING' on this system",
            "the virtual machine keeps the signal SIGKILL for itself");
  }
}
