package dev.fermata.benchmarks.echo;

import dev.fermata.benchmarks.kotlin.EchoKtor;
import dev.fermata.benchmarks.limit.EchoLimit;
import dev.fermata.benchmarks.netty.EchoNetty;
import dev.fermata.benchmarks.netty.NettyServer;
import dev.fermata.benchmarks.run.Peer;
import dev.fermata.benchmarks.servers.PeerServer;
import dev.fermata.benchmarks.threads.EchoThreads;
import dev.fermata.benchmarks.threads.ThreadsServer;
import dev.fermata.benchmarks.woven.EchoFermata;
import dev.fermata.benchmarks.woven.FermataServer;
import java.io.IOException;
import java.util.List;

/** The servers of the peers. */
public final class EchoServers {
  /** Who has one, in the order of the tables. */
  public static final List<Peer> PEERS =
      List.of(
          Peer.LIMIT,
          Peer.FERMATA,
          Peer.NETTY_NIO,
          Peer.NETTY_EPOLL,
          Peer.KOTLIN,
          Peer.ONE_CARRIER);

  private EchoServers() {}

  /** Starts one. */
  public static PeerServer start(Peer peer) throws IOException {
    return switch (peer) {
      case LIMIT -> new EchoLimit();
      case FERMATA -> new FermataServer(EchoFermata::sendBack);
      case NETTY_NIO -> new NettyServer(false, pipeline -> pipeline.addLast(new EchoNetty()));
      case NETTY_EPOLL -> new NettyServer(true, pipeline -> pipeline.addLast(new EchoNetty()));
      case ONE_CARRIER -> new ThreadsServer(EchoThreads::sendBack);
      case KOTLIN -> {
        EchoKtor ktor = new EchoKtor();
        yield PeerServer.of(ktor::getPort, ktor::stop);
      }
      default -> throw new IllegalArgumentException(peer + " has no echo server");
    };
  }
}
