package dev.fermata.benchmarks.echo;

/** Sends back what it gets, on a thread of its own. */
public interface EchoServer {
  /** Where it listens, on the loopback interface. */
  int port();

  /** Stops it, and closes its connections. */
  void stop();
}
