package dev.fermata.benchmarks.servers;

import dev.fermata.benchmarks.echo.EchoServers;
import dev.fermata.benchmarks.http.HttpServers;
import dev.fermata.benchmarks.http.Page;
import dev.fermata.benchmarks.run.Peer;
import java.io.IOException;
import java.nio.file.Path;

/** The server's process: it prints its two ports, and ends when its input does. */
public final class ServerMain {
  private ServerMain() {}

  /**
   * Starts a server.
   *
   * @param arguments the name of a {@link Peer}; for a server of HTTP also that of the {@link Page}
   *     it will be asked for, and the folder where that is
   */
  public static void main(String[] arguments) throws IOException {
    Peer peer = Peer.valueOf(arguments[0]);
    PeerServer server =
        arguments.length == 1
            ? EchoServers.start(peer)
            : HttpServers.start(peer, Page.valueOf(arguments[1]), Path.of(arguments[2]));
    System.out.println(server.port() + " " + new Counters().port());
    while (System.in.read() >= 0) {
      // Nothing is said to it.
    }
    System.exit(0);
  }
}
