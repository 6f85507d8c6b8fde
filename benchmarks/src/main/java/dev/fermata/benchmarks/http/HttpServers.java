package dev.fermata.benchmarks.http;

import dev.fermata.benchmarks.kotlin.HttpKtor;
import dev.fermata.benchmarks.netty.HttpNetty;
import dev.fermata.benchmarks.netty.NettyServer;
import dev.fermata.benchmarks.run.Peer;
import dev.fermata.benchmarks.servers.PeerServer;
import dev.fermata.benchmarks.threads.HttpThreads;
import dev.fermata.benchmarks.threads.ThreadsServer;
import dev.fermata.benchmarks.woven.FermataServer;
import dev.fermata.benchmarks.woven.HttpFermata;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The servers of the peers. */
public final class HttpServers {
  /** Who has one, in the order of the tables. */
  public static final List<Peer> PEERS =
      List.of(
          Peer.FERMATA,
          Peer.NETTY_NIO,
          Peer.NETTY_EPOLL,
          Peer.KOTLIN,
          Peer.ONE_CARRIER,
          Peer.JWEBSERVER);

  private HttpServers() {}

  /**
   * Starts one.
   *
   * @param page what it will be asked for
   * @param folder where the page's file is
   */
  public static PeerServer start(Peer peer, Page page, Path folder) throws IOException {
    String path = Page.MEMORY.path();
    byte[] bytes = Page.bytes();
    return switch (peer) {
      case FERMATA ->
          page == Page.FILE
              ? new ExampleServer("FileServer", "0", folder.toString())
              : new FermataServer(new HttpFermata(path, bytes)::serve);
      case NETTY_NIO -> new NettyServer(false, HttpNetty.handlers(folder, path, bytes));
      case NETTY_EPOLL -> new NettyServer(true, HttpNetty.handlers(folder, path, bytes));
      case ONE_CARRIER -> new ThreadsServer(new HttpThreads(folder, path, bytes)::serve);
      case JWEBSERVER -> new WebServer(folder, path, bytes);
      case KOTLIN -> {
        HttpKtor ktor = new HttpKtor(folder.toFile(), path, bytes);
        yield PeerServer.of(ktor::getPort, ktor::stop);
      }
      default -> throw new IllegalArgumentException(peer + " has no HTTP server");
    };
  }
}
