package dev.fermata.io;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Waits, when all is written, until something comes that the peer is bound to send, or its end, and
 * drops it. For a socket that was closed when something comes resets the connection, and what the
 * peer has not read until then is lost.
 */
final class Linger {
  /** A peer that says nothing is not waited for any longer. */
  private static final long LIMIT_MILLIS = 5_000;

  /** So many times what has come is read. */
  private static final int READS = 16;

  private final Reactor reactor;
  private final SocketChannel channel;
  private final Runnable close;
  private final Future<?> timer;

  /**
   * Begins to wait.
   *
   * @param close what is done then
   */
  Linger(Reactor reactor, SocketChannel channel, Runnable close) {
    this.reactor = reactor;
    this.channel = channel;
    this.close = close;
    timer = reactor.loop().schedule(close, LIMIT_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Something has come. */
  void read() {
    int read = 1;
    try {
      for (int i = 0; i < READS && read > 0; i++) {
        read = channel.read(reactor.packet());
      }
    } catch (IOException gone) {
      // Who has reset the connection does not listen.
    }
    close.run();
  }

  void stop() {
    timer.cancel(false);
  }
}
