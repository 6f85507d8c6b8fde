package dev.fermata.io;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Waits, when all is written, for what the peer is bound to send, and drops it. For a socket that
 * is closed while there is something in it, or when something comes afterwards, resets the
 * connection, and what the peer has not read until then is lost. Other servers call it the
 * lingering close.
 */
final class Linger {
  /** A peer is not waited for any longer. */
  private static final long LIMIT_MILLIS = 5_000;

  /** So many times what has come is read at an event. */
  private static final int READS = 16;

  private final Reactor reactor;
  private final SocketChannel channel;
  private final boolean untilEnd;
  private final Runnable close;
  private final Future<?> timer;

  /**
   * Begins to wait.
   *
   * @param untilEnd whether for the peer's end, or for anything
   * @param close what is done then
   */
  Linger(Reactor reactor, SocketChannel channel, boolean untilEnd, Runnable close) {
    this.reactor = reactor;
    this.channel = channel;
    this.untilEnd = untilEnd;
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
      read = -1;
    }
    if (read < 0 || !untilEnd) {
      close.run();
    }
  }

  void stop() {
    timer.cancel(false);
  }
}
