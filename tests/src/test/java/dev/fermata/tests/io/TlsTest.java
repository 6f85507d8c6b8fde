package dev.fermata.tests.io;

import static dev.fermata.tests.io.TlsContexts.TLS_1_2;
import static dev.fermata.tests.io.TlsContexts.TLS_1_3;
import static dev.fermata.tests.io.TlsContexts.only;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fermata.io.Net;
import dev.fermata.io.Server;
import dev.fermata.io.Tls;
import dev.fermata.tests.programs.WovenProgram;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections and servers that speak TLS, from their beginning or their middle. */
@Timeout(60) // what would wait for ever is told as a failure
class TlsTest {
  private static final WovenProgram PROGRAM = IoPrograms.of("SecureNetwork.java");
  private static final TlsContexts CONTEXTS = TlsContexts.ALL;

  private static List<Object> run(String method, Object... arguments) {
    return PROGRAM.run(method, arguments);
  }

  // ---- what is agreed --------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(strings = {TLS_1_2, TLS_1_3})
  void lines_come_back(String protocol) {
    assertThat(run("echoes", CONTEXTS.server(), only(CONTEXTS.client(), protocol)))
        .containsExactly("one", "two", "three", protocol, null, null);
  }

  @Test
  void the_first_application_protocol_that_both_know_is_spoken() {
    assertThat(
            run(
                "echoes",
                CONTEXTS.server().applicationProtocols("b", "a"),
                CONTEXTS.client().applicationProtocols("a", "b", "c")))
        .containsExactly("one", "two", "three", TLS_1_3, "b", null);
  }

  @Test
  void a_server_without_application_protocols_speaks_none() {
    assertThat(run("echoes", CONTEXTS.server(), CONTEXTS.client().applicationProtocols("a")))
        .containsExactly("one", "two", "three", TLS_1_3, null, null);
  }

  @Test
  void peers_without_a_common_application_protocol_part() {
    assertThat(
            run(
                "refuses",
                CONTEXTS.server().applicationProtocols("b"),
                CONTEXTS.client().applicationProtocols("a")))
        .containsExactly(
            "SSLHandshakeException",
            "TLS handshake with localhost:PORT failed: the peer refuses it:"
                + " no_application_protocol");
  }

  @Test
  void over_a_unix_domain_socket_a_name_must_be_given(@TempDir Path folder) {
    String path = folder.resolve("s").toString();
    assertThat(run("echoes_at_a_path", CONTEXTS.server(), CONTEXTS.client(), path))
        .containsExactly(
            "TLS handshake with "
                + path
                + " failed: it is not known for which host the certificate must be: use Tls.host"
                + " or hostNameChecking(false)");
    assertThat(
            run(
                "echoes_at_a_path",
                CONTEXTS.server(),
                CONTEXTS.client().host("localhost"),
                path + "2"))
        .containsExactly("one");
  }

  // ---- certificates ----------------------------------------------------------------------------

  @Test
  void a_certificate_for_another_host_is_refused() {
    assertThat(run("refuses", Tls.server(CONTEXTS.elsewhere()), CONTEXTS.client()))
        .containsExactly(
            "SSLHandshakeException",
            "TLS handshake with localhost:PORT failed: its certificate is not for host"
                + " 'localhost': No subject alternative DNS name matching localhost found.");
  }

  @Test
  void a_certificate_for_another_host_is_taken_where_that_is_wanted() {
    assertThat(
            run(
                "echoes",
                Tls.server(CONTEXTS.elsewhere()),
                CONTEXTS.client().hostNameChecking(false)))
        .startsWith("one", "two");
    assertThat(
            run(
                "echoes",
                Tls.server(CONTEXTS.elsewhere()),
                CONTEXTS.client().host("elsewhere.test.")))
        .startsWith("one", "two");
  }

  @Test
  void a_certificate_that_is_not_trusted_is_refused() {
    assertThat(run("refuses", CONTEXTS.server(), Tls.client()))
        .containsExactly(
            "SSLHandshakeException",
            "TLS handshake with localhost:PORT failed: its certificate is not trusted: unable to"
                + " find valid certification path to requested target");
  }

  @Test
  void an_expired_certificate_is_refused() {
    List<Object> log = run("refuses", Tls.server(CONTEXTS.expired()), CONTEXTS.client());
    assertThat(log).hasSize(2);
    assertThat((String) log.get(1))
        .startsWith(
            "TLS handshake with localhost:PORT failed: its certificate has expired: NotAfter: ");
  }

  @Test
  void a_client_with_a_certificate_is_known_to_the_server() {
    Tls withKey = Tls.client().context(CONTEXTS.trustingWithKey());
    assertThat(run("who_is_it", CONTEXTS.server().needClientCertificate(), withKey))
        .containsExactly("CN=local", "CN=client");
    assertThat(run("who_is_it", CONTEXTS.server().wantClientCertificate(), withKey))
        .containsExactly("CN=local", "CN=client");
  }

  @Test
  void a_client_without_a_certificate_is_refused_if_it_is_needed() {
    Tls picky = CONTEXTS.server().needClientCertificate();
    List<Object> log = run("who_is_it", picky, only(CONTEXTS.client(), TLS_1_2));
    assertThat(log).hasSize(2).startsWith("SSLHandshakeException");
    assertThat((String) log.get(1))
        .startsWith("TLS handshake with localhost:PORT failed: the peer refuses it: ");
    // With TLS 1.3 the client's part of the handshake is over before the server refuses.
    List<Object> later = run("who_is_it", picky, only(CONTEXTS.client(), TLS_1_3));
    assertThat(later).hasSize(3).startsWith("CN=local");
    assertThat((String) later.get(2)).contains("Received fatal alert: ");
  }

  // ---- in place --------------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(strings = {TLS_1_2, TLS_1_3})
  void a_connection_speaks_tls_from_its_middle(String protocol) {
    assertThat(run("starts_tls", CONTEXTS.server(), only(CONTEXTS.client(), protocol)))
        .containsExactly(
            "plain hello", null, "go on", protocol, "secret", "Connection speaks TLS already");
  }

  @Test
  void what_was_written_before_tls_goes_out_as_it_is_and_what_is_written_during_it_does_not() {
    assertThat(run("starts_tls_behind_much", CONTEXTS.server(), CONTEXTS.client(), 5_000_000))
        .containsExactly(5_000_000, true, "secret", 0);
  }

  @Test
  void what_was_slipped_in_before_tls_is_never_read_by_a_server() {
    assertThat(run("injects_to_a_server", CONTEXTS.server()))
        .containsExactlyInAnyOrder(
            null, "go on", "TLS handshake with /CLIENT failed: what it sends is not TLS", false);
  }

  @Test
  void what_was_slipped_in_before_tls_is_never_read_by_a_client() {
    assertThat(run("injects_to_a_client", CONTEXTS.client()))
        .containsExactly(
            "go on",
            "TLS handshake with localhost:PORT failed: what it sends is not TLS",
            "SSLHandshakeException");
  }

  @Test
  void options_of_the_other_side_are_refused() {
    assertThatThrownBy(() -> Net.connect("localhost", 1, CONTEXTS.server()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("these are options of a server: use Tls.client");
    Server server = Net.server(connection -> connection.closeAsync());
    assertThatThrownBy(() -> server.tls(CONTEXTS.client()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("these are options of a client: use Tls.server");
    assertThatThrownBy(() -> Tls.client().needClientCertificate())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a server asks for certificates of clients: use Tls.server");
    assertThatThrownBy(() -> Tls.client().handshakeTimeout(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a handshake within PT0S");
  }
}
