package dev.fermata.tests.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.tests.programs.WovenProgram;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Servers: limits, failures and ends. */
@Timeout(60) // what would wait for ever is told as a failure
class ServersTest {
  private static final WovenProgram PROGRAM = IoPrograms.of("Servers.java");

  private static List<Object> run(String method, Object... arguments) {
    return PROGRAM.run(method, arguments);
  }

  @Test
  void an_address_is_free_after_the_close() {
    assertThat(PROGRAM.<Boolean>run("an_address_is_free_after_the_close")).isTrue();
  }

  @Test
  void a_reset_is_no_failure_of_the_handler() {
    assertThat(run("a_reset_is_no_failure_of_the_handler")).isEmpty();
  }

  @Test
  void a_handler_that_uses_what_it_has_closed_fails() {
    assertThat(run("a_use_after_the_close"))
        .containsExactlyInAnyOrder(0, ClosedChannelException.class);
  }

  @Test
  void connections_above_the_limit_wait() {
    assertThat(run("a_limited_number")).startsWith(2).endsWith(0, 0, 0);
  }

  @Test
  void a_close_waits_for_the_handlers() {
    assertThat(run("shuts_down", "close"))
        .containsExactly("begin", false, "finally", 0, 0, "ConnectException");
  }

  @Test
  void a_close_after_a_failure_cancels_the_handlers() {
    assertThat(run("shuts_down", "failure"))
        .containsExactly("begin", "finally", 0, 0, "ConnectException");
  }

  @Test
  void a_shutdown_cancels_the_handlers_after_a_time() {
    assertThat(run("shuts_down", "grace"))
        .containsExactly("begin", "finally", 0, 0, "ConnectException");
  }

  @Test
  void a_cancelled_close_cancels_the_handlers_and_waits_for_them() {
    assertThat(run("a_cancelled_close_cancels_handlers"))
        .containsExactly("begin", "cancelled", "finally", 0);
  }

  @Test
  void a_close_with_a_pending_cancel_closes_all_the_same(@TempDir Path folder) {
    Path file = folder.resolve("written");
    assertThat(run("a_close_with_a_pending_cancel", file))
        .containsExactlyInAnyOrder("cancelled", false, false, false, 0);
    assertThat(file).hasContent("all");
  }

  @Test
  void a_stop_of_an_idle_server_ends_it() {
    assertThat(PROGRAM.<Boolean>run("a_stop_of_an_idle_server")).isTrue();
  }

  @Test
  void a_failing_handler_ends_its_connection_only() {
    assertThat(run("a_failing_handler"))
        .containsExactlyInAnyOrder("failed on purpose", null, "well");
  }

  @Test
  void idle_clients_are_sent_away_and_others_are_served_meanwhile() {
    List<Object> log = run("idle_clients", 50);
    assertThat(log).hasSize(51).contains("served");
    assertThat(log.stream().filter("SocketTimeoutException"::equals)).hasSize(50);
  }

  @Test
  void many_connections_are_served_at_a_time() {
    assertThat(PROGRAM.<Integer>run("many", 500)).isEqualTo(499 * 500 / 2);
  }

  @Test
  @EnabledIf("dev.fermata.tests.io.Descriptors#areListed")
  void all_descriptors_are_given_back() throws IOException {
    PROGRAM.<Integer>run("many", 10);
    long before = Descriptors.count();
    for (int i = 0; i < 20; i++) {
      PROGRAM.<Integer>run("many", 50);
      run("shuts_down", "failure");
    }
    assertThat(Descriptors.count()).isLessThanOrEqualTo(before);
  }
}
