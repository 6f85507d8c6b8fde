package dev.fermata.io;

import dev.fermata.Coroutine;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Objects;

/** Connections to others. */
public final class Net {
  private Net() {}

  /**
   * Connects over TCP. The name is resolved on another thread, and its addresses are tried one
   * after the other, the next one when the one before has failed or a quarter of a second after it
   * (RFC 8305, "happy eyeballs"); the first connection that is made is taken. It fails with the
   * {@link java.io.IOException} of the first address; those of the others are suppressed by it.
   *
   * @param port from 1 to 65535
   */
  public static Coroutine<Connection> connect(String host, int port) {
    return connect(InetSocketAddress.createUnresolved(host, port));
  }

  /**
   * Connects to an address, that of a Unix-domain socket too; an unresolved one as {@link
   * #connect(String, int)} says.
   */
  public static Coroutine<Connection> connect(SocketAddress address) {
    return new Connecting(Objects.requireNonNull(address, "address"), null);
  }

  /**
   * Connects as {@link #connect(String, int)} says, and then speaks TLS: with the JDK's trusted
   * certificates, that of the peer must be for this host. It fails with an {@link
   * javax.net.ssl.SSLException} that says why; the first bytes that are written are safe.
   */
  public static Coroutine<Connection> connectTls(String host, int port) {
    return connect(host, port, Tls.client());
  }

  /**
   * As {@link #connectTls}, with options.
   *
   * @throws IllegalArgumentException if they are those of a server
   */
  public static Coroutine<Connection> connect(String host, int port, Tls tls) {
    return connect(InetSocketAddress.createUnresolved(host, port), tls);
  }

  /** As {@link #connect(String, int, Tls)}, to an address. */
  public static Coroutine<Connection> connect(SocketAddress address, Tls tls) {
    return new Connecting(Objects.requireNonNull(address, "address"), tls.checkedFor(true));
  }

  /** A server that is not listening yet; see {@link Server#listen}. */
  public static Server server(Server.Handler handler) {
    return new Server(Objects.requireNonNull(handler, "handler"));
  }
}
