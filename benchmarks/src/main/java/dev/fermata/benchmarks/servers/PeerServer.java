package dev.fermata.benchmarks.servers;

import java.util.function.IntSupplier;

/** The server of a peer, on threads of its own. */
public interface PeerServer {
  /** Where it listens, on the loopback interface. */
  int port();

  /** Stops it, and closes its connections. */
  void stop();

  /** One that is written in another language. */
  static PeerServer of(IntSupplier port, Runnable stop) {
    return new PeerServer() {
      @Override
      public int port() {
        return port.getAsInt();
      }

      @Override
      public void stop() {
        stop.run();
      }
    };
  }
}
