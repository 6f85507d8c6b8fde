package dev.fermata;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.woven.SignalMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** SIGINT in real processes. */
@EnabledOnOs(OS.LINUX)
class SignalTest {
  /** What a process printed, and how it ended. */
  private record Ended(List<String> lines, int status) {}

  /**
   * Runs the program, and sends it a signal whenever it has printed one of some lines.
   *
   * @param options of the JVM
   */
  private static Ended run(String program, List<String> signalAt, String... options)
      throws IOException, InterruptedException {
    // Whoever runs the tests in the background may have SIGINT ignored, and a child inherits that.
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx64m"));
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(SignalMain.class.getName(), program));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    List<String> lines = new ArrayList<>();
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        lines.add(line);
        if (signalAt.contains(line)) {
          new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        }
      }
    }
    return new Ended(lines, process.waitFor());
  }

  @Test
  void the_first_signal_cancels_the_main_task_and_the_jvm_ends_as_by_the_signal() throws Exception {
    assertThat(run("cleanup", List.of("ready")))
        .isEqualTo(new Ended(List.of("ready", "SIGINT"), 130));
  }

  @Test
  void the_second_signal_ends_the_jvm_although_the_cleanup_still_runs() throws Exception {
    assertThat(run("second", List.of("ready", "cleaning")))
        .isEqualTo(new Ended(List.of("ready", "SIGINT", "cleaning"), 130));
  }

  @Test
  void a_main_task_that_catches_its_cancel_goes_on() throws Exception {
    assertThat(run("survives", List.of("ready")))
        .isEqualTo(new Ended(List.of("ready", "SIGINT", "goes on"), 0));
  }

  @Test
  void run_throws_what_the_program_may_catch() throws Exception {
    assertThat(run("catches", List.of("ready")))
        .isEqualTo(new Ended(List.of("ready", "SIGINT", InterruptedException.class.getName()), 0));
  }

  @Test
  void after_run_the_signal_ends_the_jvm_as_before() throws Exception {
    assertThat(run("restored", List.of("ready"))).isEqualTo(new Ended(List.of("ready"), 130));
  }

  @Test
  void a_handler_of_the_programs_own_stays_in_force() throws Exception {
    assertThat(run("own", List.of("ready")))
        .isEqualTo(new Ended(List.of("ready", "own handler"), 3));
  }

  @Test
  void a_handler_that_the_program_installs_between_two_runs_is_in_force() throws Exception {
    assertThat(run("own later", List.of("ready")))
        .isEqualTo(new Ended(List.of("ready", "own handler"), 3));
  }

  @Test
  void a_later_main_task_is_cancelled_too() throws Exception {
    assertThat(run("twice", List.of("ready")))
        .isEqualTo(new Ended(List.of("ready", "SIGINT"), 130));
  }

  @Test
  void a_property_leaves_the_signal_alone() throws Exception {
    assertThat(run("cleanup", List.of("ready"), "-Dfermata.sigint=false"))
        .isEqualTo(new Ended(List.of("ready"), 130));
  }
}
