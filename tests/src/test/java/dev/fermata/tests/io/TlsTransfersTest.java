package dev.fermata.tests.io;

import static dev.fermata.tests.io.TlsContexts.TLS_1_2;
import static dev.fermata.tests.io.TlsContexts.TLS_1_3;
import static dev.fermata.tests.io.TlsContexts.only;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fermata.tests.programs.WovenProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Much that goes over TLS, between us and with other peers. */
@Timeout(60) // what would wait for ever is told as a failure
class TlsTransfersTest {
  private static final WovenProgram PROGRAM = IoPrograms.of("SecureTransfers.java");
  private static final TlsContexts CONTEXTS = TlsContexts.ALL;

  private static List<Object> run(String method, Object... arguments) {
    return PROGRAM.run(method, arguments);
  }

  // ---- much ------------------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(strings = {TLS_1_2, TLS_1_3})
  void a_hundred_megabytes_go_both_ways_at_once(String protocol) {
    // Before TLS 1.3 the first end would cut the other direction off.
    assertThat(run("serves_a_socket", CONTEXTS.server(), CONTEXTS.trusting(), protocol, 100, 0))
        .containsExactlyInAnyOrder(true, true);
  }

  @Test
  void much_goes_both_ways_between_two_of_us() {
    assertThat(run("much", CONTEXTS.server(), CONTEXTS.client(), 100, 50_000))
        .containsExactly(true, true);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 16_384, 100_000})
  void readers_take_as_much_as_they_like(int most) {
    assertThat(run("much", CONTEXTS.server(), CONTEXTS.client(), most < 10 ? 1 : 10, most))
        .containsExactly(true, true);
  }

  @Test
  void many_handshakes_are_made_at_a_time() {
    assertThat(many(200)).isEqualTo(199 * 200 / 2);
  }

  // ---- other peers -----------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(strings = {TLS_1_2, TLS_1_3})
  void a_socket_of_the_jdk_is_served_and_changes_its_keys(String protocol) {
    assertThat(run("serves_a_socket", CONTEXTS.server(), CONTEXTS.trusting(), protocol, 5, 3))
        .containsExactlyInAnyOrder(true, true);
  }

  @ParameterizedTest
  @ValueSource(strings = {TLS_1_2, TLS_1_3})
  void a_socket_of_the_jdk_is_asked_and_changes_its_keys(String protocol) {
    // Before TLS 1.3 that is a handshake, and nobody would wait for its end.
    int changes = protocol.equals(TLS_1_3) ? 3 : 0;
    assertThat(run("asks_a_socket", CONTEXTS.local(), CONTEXTS.client(), protocol, 5, changes))
        .containsExactlyInAnyOrder(true, true);
  }

  @Test
  void the_http_client_of_the_jdk_is_served() {
    assertThat(
            run(
                "serves_http",
                CONTEXTS.server().applicationProtocols("http/1.1"),
                CONTEXTS.trusting()))
        .containsExactly("GET /0 HTTP/1.1", "GET /1 HTTP/1.1", "GET /2 HTTP/1.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-tls1_2", "-tls1_3"})
  @EnabledIf("hasOpenSsl")
  void the_client_of_openssl_is_served(String protocol) {
    assertThat(run("serves_openssl", CONTEXTS.server(), protocol))
        .containsExactly("one", "two", null);
  }

  static boolean hasOpenSsl() {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "openssl")));
  }

  @ParameterizedTest
  @ValueSource(strings = {TLS_1_2, TLS_1_3})
  void records_may_come_byte_by_byte(String protocol) {
    assertThat(run("byte_by_byte", CONTEXTS.server(), only(CONTEXTS.client(), protocol), 40_000))
        .containsExactly(true, null);
  }

  // ---- what connections do anyway --------------------------------------------------------------

  @Test
  void a_cancelled_read_loses_nothing() {
    assertThat(run("a_cancelled_read_loses_nothing", CONTEXTS.server(), CONTEXTS.client()))
        .containsExactly("timeout", "begin, end");
  }

  @Test
  void an_idle_connection_is_aborted() {
    assertThat(run("idle", CONTEXTS.server(), CONTEXTS.client()))
        .containsExactlyInAnyOrder("one", "SocketTimeoutException", "SSLException");
  }

  @Test
  void a_drain_counts_what_is_encrypted_already() {
    assertThat(run("drains", CONTEXTS.server(), CONTEXTS.client())).containsExactly(false, true, 0);
  }

  @Test
  @EnabledIf("dev.fermata.tests.io.Descriptors#areListed")
  void all_descriptors_are_given_back() throws IOException {
    int sum = 19 * 20 / 2;
    assertThat(many(20)).isEqualTo(sum);
    long before = Descriptors.count();
    for (int i = 0; i < 10; i++) {
      assertThat(many(20)).isEqualTo(sum);
    }
    assertThat(Descriptors.count()).isLessThanOrEqualTo(before);
  }

  private static int many(int connections) {
    return PROGRAM.<Integer>run("many", CONTEXTS.server(), CONTEXTS.client(), connections);
  }
}
