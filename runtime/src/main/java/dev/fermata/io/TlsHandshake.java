package dev.fermata.io;

import dev.fermata.EventLoop;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** A handshake under way: it ends once, at the latest when its time is up. The loop's thread. */
final class TlsHandshake {
  private final Tls options;
  private final @Nullable String host;
  private final int port;
  private final String peer;
  private @Nullable Consumer<@Nullable Throwable> told;
  private @Nullable Future<?> timer;

  /**
   * A handshake.
   *
   * @param remote the peer's address
   * @param told gets null when it has succeeded, and else the exception that says why not
   */
  TlsHandshake(Tls options, @Nullable SocketAddress remote, Consumer<@Nullable Throwable> told) {
    this.options = options;
    this.told = told;
    InetSocketAddress internet = remote instanceof InetSocketAddress its ? its : null;
    host = options.hostOr(internet == null ? null : internet.getHostString());
    port = internet == null ? -1 : internet.getPort();
    peer = host == null ? String.valueOf(remote) : port < 0 ? host : host + ":" + port;
  }

  void startTimer(EventLoop loop) {
    long nanos = options.handshakeTimeout().toNanos();
    timer = loop.schedule(this::timeIsUp, nanos, TimeUnit.NANOSECONDS);
  }

  /** An engine that has begun; any thread, and it may take some time. */
  SSLEngine newEngine() throws GeneralSecurityException, SSLException {
    return options.newEngine(host, port);
  }

  private void timeIsUp() {
    ended(
        new SocketTimeoutException(
            "TLS handshake with "
                + peer
                + " failed: it took longer than "
                + options.handshakeTimeout()));
  }

  /**
   * It is over; only the first end counts.
   *
   * @param failure null if it has succeeded
   */
  void ended(@Nullable Throwable failure) {
    Consumer<@Nullable Throwable> once = told;
    if (once == null) {
      return;
    }
    told = null;
    if (timer != null) {
      timer.cancel(false);
    }
    once.accept(failure == null ? null : TlsFailure.of(peer, host, failure));
  }
}
