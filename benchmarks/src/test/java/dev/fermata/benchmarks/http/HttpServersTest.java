package dev.fermata.benchmarks.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fermata.benchmarks.run.Peer;
import dev.fermata.benchmarks.servers.PeerServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every server answers with the same bytes, from a file and from memory. */
class HttpServersTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir private Path folder;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(LONG).build();

  static Stream<Arguments> servers() {
    return HttpServers.PEERS.stream()
        .flatMap(peer -> Stream.of(Page.values()).map(page -> Arguments.of(peer, page)));
  }

  @ParameterizedTest
  @MethodSource("servers")
  void every_peer_answers_with_the_page(Peer peer, Page page) throws Exception {
    String reason = peer.reason();
    assumeTrue(reason == null, reason);
    Page.writeTo(folder);
    PeerServer server = HttpServers.start(peer, page, folder);
    try {
      for (int i = 0; i < 3; i++) {
        HttpResponse<byte[]> answer = get(server.port(), page.path());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-length")).hasValue("5000");
        assertThat(answer.headers().firstValue("connection")).isNotEqualTo("close");
        assertThat(answer.body()).isEqualTo(Page.bytes());
      }
      assertThat(get(server.port(), "/none.txt").statusCode()).isEqualTo(404);
      page.check(server.port());
    } finally {
      server.stop();
    }
  }

  private HttpResponse<byte[]> get(int port, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    return client.send(
        HttpRequest.newBuilder(uri).timeout(LONG).build(), BodyHandlers.ofByteArray());
  }
}
