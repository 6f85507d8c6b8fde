package dev.fermata.tests.io;

import static dev.fermata.tests.io.TlsContexts.TLS_1_2;
import static dev.fermata.tests.io.TlsContexts.TLS_1_3;
import static dev.fermata.tests.io.TlsContexts.only;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.CountedClock;
import dev.fermata.io.Tls;
import dev.fermata.tests.programs.WovenProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that speak TLS with peers that fail, leave or lie; and how they end. */
@Timeout(60) // what would wait for ever is told as a failure
class TlsFaultsTest {
  private static final WovenProgram PROGRAM = IoPrograms.of("SecureFaults.java");
  private static final WovenProgram KEY_UPDATES = IoPrograms.of("KeyUpdates.java");

  /** Above that many bytes of answers, nothing is read: TlsTransport.MOST_PENDING. */
  private static final int MOST_ANSWERS = 64 << 10;

  private static final TlsContexts CONTEXTS = TlsContexts.ALL;
  private static final String CUT_OFF =
      "the peer has ended the connection without a TLS close_notify: what has come may be only a"
          + " part of what was sent";

  private static List<Object> run(String method, Object... arguments) {
    return PROGRAM.run(method, arguments);
  }

  // ---- faults ----------------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(strings = {TLS_1_2, TLS_1_3})
  void a_stream_that_is_cut_off_has_no_clean_end(String protocol) {
    Tls client = only(CONTEXTS.client(), protocol);
    assertThat(run("truncated", CONTEXTS.local(), client, "all"))
        .containsExactly("SSLException", CUT_OFF);
    assertThat(run("truncated", CONTEXTS.local(), client, "lines"))
        .containsExactly("one", "SSLException", CUT_OFF);
    assertThat(run("truncated", CONTEXTS.local(), client, "read"))
        .containsExactly("one\ntwo", "SSLException", CUT_OFF);
  }

  @Test
  void a_reset_in_the_middle_of_a_handshake_is_told() {
    List<Object> log = run("meets", "reset", CONTEXTS.client());
    assertThat(log.get(0)).isEqualTo("IOException");
    assertThat((String) log.get(1))
        .matches(
            "TLS handshake with localhost:PORT failed: (Connection reset|Broken pipe)( by peer)?");
  }

  @Test
  void an_end_in_the_middle_of_a_handshake_is_told() {
    assertThat(run("meets", "end", CONTEXTS.client()))
        .startsWith(
            "SSLHandshakeException",
            "TLS handshake with localhost:PORT failed: the peer has ended the connection");
  }

  @Test
  void a_peer_that_does_not_speak_tls_is_told() {
    assertThat(run("meets", "plain", CONTEXTS.client()))
        .startsWith(
            "SSLHandshakeException",
            "TLS handshake with localhost:PORT failed: what it sends is not TLS");
  }

  @Test
  void a_handshake_has_its_time() {
    assertThat(run("meets", "silence", CONTEXTS.client().handshakeTimeout(Duration.ofMillis(50))))
        .startsWith(
            "SocketTimeoutException",
            "TLS handshake with localhost:PORT failed: it took longer than PT0.05S");
  }

  @Test
  void a_cancelled_handshake_closes_the_connection() {
    assertThat(run("cancelled", CONTEXTS.client(), false, true)).containsExactly(0x16, "cancelled");
    assertThat(run("cancelled", CONTEXTS.client(), true, true))
        .containsExactly(false, 0x16, "cancelled");
  }

  @Test
  void a_handshake_that_has_hardly_begun_is_cancelled() {
    assertThat(run("cancelled", CONTEXTS.client(), false, false)).containsExactly("cancelled");
  }

  @Test
  void strangers_hinder_nobody_and_are_told_to_nobody() {
    assertThat(
            run(
                "strangers",
                CONTEXTS.server().handshakeTimeout(Duration.ofMillis(500)),
                CONTEXTS.client()))
        .containsExactly("served");
  }

  @Test
  void options_that_are_at_fault_are_told() {
    Tls faulty =
        CONTEXTS
            .server()
            .parameters(
                parameters -> {
                  throw new IllegalStateException("on purpose");
                });
    assertThat(run("faulty", faulty, CONTEXTS.client()))
        .containsExactlyInAnyOrder("on purpose", "SSLHandshakeException");
  }

  @Test
  void a_peer_that_does_not_read_its_answers_is_read_no_more_until_it_does(@TempDir Path folder) {
    List<Object> log;
    try (CountedClock clock = CountedClock.install()) {
      log =
          KEY_UPDATES.run(
              "answers_that_nobody_reads",
              CONTEXTS.server(),
              CONTEXTS.trusting(),
              folder,
              (IntSupplier) clock::looks);
    }
    assertThat(log).hasSize(5);
    assertThat(log.get(0)).as("all is taken").isEqualTo(false);
    assertThat((int) log.get(1))
        .as("bytes of answers")
        .isBetween(MOST_ANSWERS, MOST_ANSWERS + 1_000);
    assertThat((int) log.get(2)).as("turns in which there is nothing to do").isLessThan(20);
    assertThat(log).endsWith("still here\n", 0);
  }

  // ---- the end ---------------------------------------------------------------------------------

  @Test
  void one_direction_may_end_before_the_other() {
    assertThat(run("half_closes", only(CONTEXTS.server(), TLS_1_3), CONTEXTS.client()))
        .containsExactly(100_000, "you sent 100000");
  }

  @Test
  void before_tls_1_3_both_directions_end_together() {
    assertThat(run("half_closes", only(CONTEXTS.server(), TLS_1_2), CONTEXTS.client()))
        .containsExactly(100_000, "the TLS connection was ended: nothing more can be written", "");
  }

  @ParameterizedTest
  @ValueSource(strings = {TLS_1_2, TLS_1_3})
  void what_a_client_writes_gets_there_though_it_reads_nothing(String protocol) {
    Tls client = only(CONTEXTS.client(), protocol);
    assertThat(run("writes_only", CONTEXTS.server(), client, 20, true, 2_000_000))
        .isEqualTo(Collections.nCopies(20, 2_000_000));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void a_client_may_close_before_the_server_has_said_anything(String protocol) {
    Tls client = only(CONTEXTS.client(), protocol);
    assertThat(run("writes_only", CONTEXTS.server(), client, 50, false, 1_000_000))
        .isEqualTo(Collections.nCopies(50, 1_000_000));
  }

  @Test
  void a_close_does_not_wait_for_the_answer() {
    assertThat(run("closes_beside_a_silent_peer", CONTEXTS.local(), CONTEXTS.client()))
        .containsExactly("closed", "last-1");
  }

  @Test
  @EnabledIf("dev.fermata.tests.io.Descriptors#areListed")
  void all_descriptors_are_given_back() throws IOException {
    everything_fails();
    long before = Descriptors.count();
    for (int i = 0; i < 10; i++) {
      everything_fails();
    }
    assertThat(Descriptors.count()).isLessThanOrEqualTo(before);
  }

  private static void everything_fails() {
    Duration soon = Duration.ofMillis(20);
    run("meets", "silence", CONTEXTS.client().handshakeTimeout(soon));
    run("meets", "plain", CONTEXTS.client());
    run("cancelled", CONTEXTS.client(), true, true);
    run("cancelled", CONTEXTS.client(), false, false);
    run("closes_beside_a_silent_peer", CONTEXTS.local(), CONTEXTS.client());
  }
}
