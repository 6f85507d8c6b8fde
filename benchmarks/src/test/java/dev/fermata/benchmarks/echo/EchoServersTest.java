package dev.fermata.benchmarks.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fermata.benchmarks.run.Peer;
import dev.fermata.benchmarks.servers.PeerServer;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every server sends back what it gets: the client compares it. */
class EchoServersTest {
  static Stream<Peer> peers() {
    return EchoServers.PEERS.stream();
  }

  @ParameterizedTest
  @MethodSource("peers")
  void every_peer_sends_back_what_it_gets(Peer peer) throws IOException {
    String reason = peer.reason();
    assumeTrue(reason == null, reason);
    PeerServer server = EchoServers.start(peer);
    try {
      for (int inFlight : List.of(1, 16)) {
        try (Load load = new Load(server.port(), 5, inFlight)) {
          load.runUntil(1_000);
          assertThat(load.messages()).isGreaterThanOrEqualTo(1_000);
          assertThat(load.latencies().getTotalCount()).isEqualTo(load.messages());
        }
      }
    } finally {
      server.stop();
    }
  }
}
