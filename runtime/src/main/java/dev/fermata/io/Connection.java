package dev.fermata.io;

import dev.fermata.Coroutine;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Objects;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * A stream of bytes in both directions, over TCP or a Unix-domain socket, with TLS or without;
 * asyncio's reader and writer in one.
 *
 * <pre>{@code
 * try (Connection connection = await(Net.connect("example.org", 80))) {
 *   connection.write("GET / HTTP/1.0\r\n\r\n");
 *   await(connection.drain());
 *   for (String line : connection.lines()) {
 *     System.out.println(line);
 *   }
 * }
 * }</pre>
 *
 * <p>When a write has failed, all later ones fail with the same {@link IOException}. Belongs to the
 * loop on which it was connected.
 *
 * <p>Memory: buffers only while there is something in them.
 */
public final class Connection extends ByteStream {
  private final ConnectedSocket socket;

  /** Of a connected socket. */
  Connection(ConnectedSocket socket) {
    this.socket = socket;
  }

  /** What this is the public side of. */
  ConnectedSocket socket() {
    return socket;
  }

  @Override
  Input input() {
    return socket.input();
  }

  @Override
  Output output() {
    return socket.output();
  }

  /**
   * Writes what is left, and then tells the peer that no more is coming; the other direction stays
   * open, unless TLS before 1.3 is spoken. Nothing can be written from now on.
   */
  @Override
  public Coroutine<@Nullable Void> endOutput() {
    return super.endOutput();
  }

  /**
   * Aborts the connection when no byte has come or gone for some time; whoever waits in it, or uses
   * it later, gets a {@link SocketTimeoutException}. It holds until it is set anew.
   *
   * @param limit zero for as long as it takes, as at first
   */
  public void setIdleTimeout(Duration limit) {
    socket.setIdleTimeout(limit);
  }

  // ---- TLS -------------------------------------------------------------------------------------

  /**
   * Speaks TLS from now on, as many protocols begin it with a command. What was written before goes
   * out as it is. What has come and was not read is the beginning of the handshake: so nobody can
   * slip in plain bytes that would be read as if they had come through TLS.
   *
   * <p>If the handshake fails, or the task is cancelled, the connection is aborted.
   *
   * @throws IllegalStateException when awaited, if a task reads, or TLS is spoken already
   */
  public Coroutine<@Nullable Void> startTls(Tls options) {
    return new StartTls(socket, Objects.requireNonNull(options, "options"));
  }

  /** What the peers have agreed to speak inside of TLS (ALPN), or null if they have not. */
  public @Nullable String applicationProtocol() {
    return socket.transport().applicationProtocol();
  }

  /** What the peers know of one another, or null where no TLS is spoken (yet). */
  public @Nullable SSLSession tlsSession() {
    return socket.transport().session();
  }

  // ---- the end ---------------------------------------------------------------------------------

  /**
   * Writes what is left, and closes the connection; at once if a write has failed. A client of TLS
   * 1.3 that has heard nothing since the handshake waits for the first sign of the server, no
   * longer than five seconds. If the task is cancelled meanwhile, the connection is aborted.
   */
  @Override
  public Coroutine<@Nullable Void> closeAsync() {
    return new SocketClosing(socket);
  }

  /** Closes the connection at once; what is left to be written is dropped. Again has no effect. */
  public void abort() {
    socket.check();
    socket.abort();
  }

  @Override
  public boolean isOpen() {
    return socket.isOpen();
  }

  /** The peer's address, or null when it is closed. */
  public @Nullable SocketAddress remoteAddress() {
    return socket.remoteAddress();
  }

  @Override
  public String toString() {
    return socket.toString();
  }
}
