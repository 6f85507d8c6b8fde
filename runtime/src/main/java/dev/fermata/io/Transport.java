package dev.fermata.io;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** What is between a connection's streams and its socket: nothing, or TLS. The loop's thread. */
interface Transport extends ReadableByteChannel, Sink {
  /**
   * The socket has something to be read.
   *
   * @return false if that is not for the streams
   */
  boolean arrived();

  /** Whether what has come can't be read now; {@link Wire#resumed} tells when it can. */
  default boolean isPaused() {
    return false;
  }

  /**
   * Whether the peer is going to send something unasked, which would reset the connection if the
   * socket were closed before: what was written last would be lost.
   */
  default boolean lingers() {
    return false;
  }

  /** The connection is broken, and is going to be closed: whoever waits is told why. */
  default void fail(IOException exception) {}

  /** The socket was closed: whoever waits is told. */
  default void closed() {}

  /** The socket is going to be closed. */
  @Override
  default void close() {}

  /** What was agreed to be spoken (ALPN), or null. */
  default @Nullable String applicationProtocol() {
    return null;
  }

  /** The session of TLS, or null. */
  default @Nullable SSLSession session() {
    return null;
  }
}
