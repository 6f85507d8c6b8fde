package dev.fermata.benchmarks.echo;

import dev.fermata.benchmarks.run.Peer;
import java.io.IOException;

/** The server's process: it prints its two ports, and ends when its input does. */
public final class ServerMain {
  private ServerMain() {}

  /**
   * Starts a server.
   *
   * @param arguments the name of a {@link Peer}
   */
  public static void main(String[] arguments) throws IOException {
    EchoServer server = EchoServers.start(Peer.valueOf(arguments[0]));
    System.out.println(server.port() + " " + new Counters().port());
    while (System.in.read() >= 0) {
      // Nothing is said to it.
    }
    System.exit(0);
  }
}
