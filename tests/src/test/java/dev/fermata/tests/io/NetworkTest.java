package dev.fermata.tests.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.Fermata;
import dev.fermata.tests.programs.WovenProgram;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Connections and servers, over the loopback device and Unix-domain sockets. */
@Timeout(60) // what would wait for ever is told as a failure
class NetworkTest {
  private static final WovenProgram PROGRAM =
      WovenProgram.of(Path.of("src", "test", "programs", "Network.java"));
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  private static List<Object> run(String method, Object... arguments) {
    return Fermata.run(PROGRAM.<List<Object>>coroutine(method, arguments));
  }

  @Test
  void lines_come_back_over_tcp() {
    assertThat(run("echoes", "")).containsExactly("one", "two", "three", null);
  }

  @Test
  void lines_come_back_over_a_unix_domain_socket(@TempDir Path folder) {
    assertThat(run("echoes", folder.resolve("s").toString()))
        .containsExactly("one", "two", "three", null);
  }

  @Test
  void a_read_waits_until_it_has_all() {
    assertThat(run("reads_in_pieces"))
        .containsExactly(
            "ab",
            "cdef",
            "--x-".substring(0, 4),
            "the stream has ended after 4 of 100 bytes",
            "tail",
            0,
            -1);
  }

  @Test
  void a_connection_that_is_aborted_hears_of_no_event_that_has_come_before() {
    assertThat(run("aborted_with_events_to_come", 200)).containsExactly(200, true, true, false);
  }

  @Test
  void a_loop_gets_lines_that_come_in_pieces() {
    List<String> pieces = List.of("a long li", "ne, and lon", "ger\nx\n\ny", "\nz\r", "\nend");
    assertThat(Fermata.<List<String>>run(PROGRAM.coroutine("lines_in_pieces", pieces)))
        .containsExactly("a long line, and longer", "x", "", "y", "z", "end");
  }

  @Test
  void what_exceeds_a_limit_is_not_lost() {
    assertThat(run("limits"))
        .containsExactly(
            "no separator within 7 bytes", "12345678", "more than 2 bytes before the end", "end");
  }

  @Test
  void much_more_than_the_system_buffers_gets_there_and_back() {
    assertThat(Fermata.<Boolean>run(PROGRAM.coroutine("much", 100))).isTrue();
  }

  @Test
  void a_file_goes_through_a_connection_into_another_one(@TempDir Path folder) throws IOException {
    byte[] content = new byte[3_000_000];
    new Random(1).nextBytes(content);
    Path from = Files.write(folder.resolve("from"), content);
    Path to = folder.resolve("to");
    assertThat(Fermata.<Boolean>run(PROGRAM.coroutine("a_transfer", from, to))).isTrue();
    assertThat(to).hasBinaryContent(content);
  }

  @Test
  void an_address_is_free_after_the_close() {
    assertThat(Fermata.<Boolean>run(PROGRAM.coroutine("an_address_is_free_after_the_close")))
        .isTrue();
  }

  @Test
  void datagrams_come_and_go() {
    assertThat(run("datagrams")).containsExactly("ONE", 0, true, "TWO", "too large", 100, "closed");
  }

  @Test
  void a_connected_socket_hears_that_nobody_receives() {
    assertThat(run("a_refused_datagram")).containsExactly("refused");
  }

  @Test
  void a_cancelled_read_loses_nothing() {
    assertThat(run("a_cancelled_read_loses_nothing")).containsExactly("timeout", "begin, end");
  }

  @Test
  void one_task_reads_at_a_time() {
    assertThat(run("two_readers"))
        .containsExactly(
            "another task reads from Connection; let one task read at a time", "for the first");
  }

  @Test
  void a_reset_fails_reads_and_writes() {
    assertThat(run("a_reset")).containsExactly("read true", "read again true", "flush true");
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
    assertThat(Fermata.<Boolean>run(PROGRAM.coroutine("a_stop_of_an_idle_server"))).isTrue();
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
    assertThat(log.stream().filter(SocketTimeoutException.class::equals)).hasSize(50);
  }

  @Test
  void many_connections_are_served_at_a_time() {
    assertThat(Fermata.<Integer>run(PROGRAM.coroutine("many", 500))).isEqualTo(499 * 500 / 2);
  }

  @Test
  void a_connection_that_nobody_accepts_fails_with_its_address() {
    assertThat(run("nobody_listens")).containsExactly(true, "UnknownHostException");
  }

  @Test
  void a_host_is_found_by_its_name() {
    assertThat(Fermata.<String>run(PROGRAM.coroutine("by_name"))).isEqualTo("by name");
  }

  @Test
  void an_end_that_nobody_awaits_ends_nothing() {
    assertThat(Fermata.<String>run(PROGRAM.coroutine("ends_that_nobody_awaits")))
        .isEqualTo("still open");
  }

  @Test
  void what_a_handler_has_written_gets_there_though_it_has_ended() {
    assertThat(Fermata.<Integer>run(PROGRAM.coroutine("writes_and_ends", 5_000_000)))
        .isEqualTo(5_000_000);
  }

  @Test
  @EnabledIf("hasDescriptors")
  void all_descriptors_are_given_back() throws IOException {
    Fermata.<Integer>run(PROGRAM.coroutine("many", 10));
    long before = descriptors();
    for (int i = 0; i < 20; i++) {
      Fermata.<Integer>run(PROGRAM.coroutine("many", 50));
      run("shuts_down", "failure");
    }
    assertThat(descriptors()).isLessThanOrEqualTo(before);
  }

  /** Only Linux lists them. */
  static boolean hasDescriptors() {
    return Files.isDirectory(DESCRIPTORS);
  }

  private static long descriptors() throws IOException {
    try (Stream<Path> all = Files.list(DESCRIPTORS)) {
      return all.count();
    }
  }
}
