package dev.fermata.tests.io;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.tests.programs.WovenProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bytes and lines, read and written over the loopback device. */
@Timeout(60) // what would wait for ever is told as a failure
class StreamsTest {
  private static final WovenProgram PROGRAM = IoPrograms.of("Streams.java");

  private static List<Object> run(String method, Object... arguments) {
    return PROGRAM.run(method, arguments);
  }

  @Test
  void a_read_waits_until_it_has_all() {
    assertThat(run("reads_in_pieces"))
        .containsExactly(
            "ab", "cdef", "--x-", "the stream has ended after 4 of 100 bytes", "tail", 0, -1);
  }

  @Test
  void a_connection_that_is_aborted_hears_of_no_event_that_has_come_before() {
    assertThat(run("aborted_with_events_to_come", 200)).containsExactly(200, true, true, false);
  }

  @Test
  void a_loop_gets_lines_that_come_in_pieces() {
    List<String> pieces = List.of("a long li", "ne, and lon", "ger\nx\n\ny", "\nz\r", "\nend");
    assertThat(PROGRAM.<List<String>>run("lines_in_pieces", pieces))
        .containsExactly("a long line, and longer", "x", "", "y", "z", "end");
  }

  @Test
  void what_exceeds_a_limit_is_not_lost() {
    assertThat(run("limits"))
        .containsExactly(
            "no separator within 7 bytes", "12345678", "more than 2 bytes before the end", "end");
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
  void what_is_written_to_many_in_one_turn_gets_to_all() {
    assertThat(run("tells_all", 100)).isEqualTo(Collections.nCopies(100, "one,two"));
  }

  @Test
  void what_was_written_before_the_end_of_the_loop_is_sent() throws IOException {
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      PROGRAM.run("says_goodbye", listening.getLocalSocketAddress());
      try (Socket peer = listening.accept()) {
        assertThat(new String(peer.getInputStream().readAllBytes(), US_ASCII)).isEqualTo("goodbye");
      }
    }
  }
}
