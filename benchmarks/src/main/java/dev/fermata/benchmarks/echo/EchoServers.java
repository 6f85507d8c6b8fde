package dev.fermata.benchmarks.echo;

import dev.fermata.benchmarks.kotlin.EchoKtor;
import dev.fermata.benchmarks.limit.EchoLimit;
import dev.fermata.benchmarks.netty.EchoNetty;
import dev.fermata.benchmarks.run.Peer;
import dev.fermata.benchmarks.threads.EchoThreads;
import dev.fermata.benchmarks.woven.EchoFermata;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

  /** Why a peer's server can't be started here, or null. */
  public static @Nullable String reason(Peer peer) {
    if (Runtime.version().feature() < peer.minimumJdk()) {
      return "needs JDK " + peer.minimumJdk();
    }
    boolean linux = System.getProperty("os.name").equals("Linux");
    return peer == Peer.NETTY_EPOLL && !linux ? "needs Linux" : null;
  }

  /** Starts one. */
  public static EchoServer start(Peer peer) throws IOException {
    return switch (peer) {
      case LIMIT -> new EchoLimit();
      case FERMATA -> new EchoFermata();
      case NETTY_NIO -> new EchoNetty(false);
      case NETTY_EPOLL -> new EchoNetty(true);
      case ONE_CARRIER -> new EchoThreads();
      case KOTLIN -> {
        EchoKtor ktor = new EchoKtor();
        yield new EchoServer() {
          @Override
          public int port() {
            return ktor.getPort();
          }

          @Override
          public void stop() {
            ktor.stop();
          }
        };
      }
      default -> throw new IllegalArgumentException(peer + " has no echo server");
    };
  }
}
