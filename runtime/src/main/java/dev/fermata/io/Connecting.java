package dev.fermata.io;

import dev.fermata.Coroutine;
import dev.fermata.Fermata;
import dev.fermata.Suspension;
import dev.fermata.Task;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Connects to the first address of several that answers; RFC 8305, sections 4 and 5. The resolver's
 * order is kept but for the family of addresses, which alternates. A TLS handshake comes after
 * that: where it fails, no other address is tried.
 */
final class Connecting extends Suspension<Connection> {
  /** RFC 8305, section 8: the recommended Connection Attempt Delay. */
  private static final long DELAY_MILLIS = 250;

  private final SocketAddress target;
  private final @Nullable Tls tls;
  private @Nullable Reactor reactor;
  private final Deque<SocketAddress> left = new ArrayDeque<>();
  private final List<Attempt> attempts = new ArrayList<>();
  private @Nullable Task<List<SocketAddress>> resolving;
  private @Nullable Future<?> timer;
  private @Nullable IOException failure;

  /** What has been connected, and is not ready yet. */
  private @Nullable Connection connected;

  /**
   * An attempt to connect.
   *
   * @param tls null for none
   */
  Connecting(SocketAddress target, @Nullable Tls tls) {
    this.target = target;
    this.tls = tls;
  }

  private Reactor reactor() {
    return Objects.requireNonNull(reactor);
  }

  @Override
  protected Object begin() throws IOException {
    reactor = Reactor.current();
    return suspend();
  }

  @Override
  protected void onSuspend() {
    if (target instanceof InetSocketAddress address && address.isUnresolved()) {
      Task<List<SocketAddress>> task =
          reactor().loop().spawn("resolve " + address.getHostString(), resolve(address));
      resolving = task;
      var unused = task.whenComplete((addresses, exception) -> resolved(addresses, exception));
    } else {
      left.add(target);
      next();
    }
  }

  private static Coroutine<List<SocketAddress>> resolve(InetSocketAddress unresolved) {
    return Fermata.toThread(
        () -> {
          InetAddress[] found = InetAddress.getAllByName(unresolved.getHostString());
          return alternating(found, unresolved.getPort());
        });
  }

  /** The first of each family, then the second of each, and so on. */
  static List<SocketAddress> alternating(InetAddress[] addresses, int port) {
    Deque<InetAddress> same = new ArrayDeque<>();
    Deque<InetAddress> others = new ArrayDeque<>();
    for (InetAddress address : addresses) {
      (address.getClass() == addresses[0].getClass() ? same : others).add(address);
    }
    List<SocketAddress> ordered = new ArrayList<>();
    while (!same.isEmpty() || !others.isEmpty()) {
      InetAddress one = same.poll();
      if (one != null) {
        ordered.add(new InetSocketAddress(one, port));
      }
      InetAddress other = others.poll();
      if (other != null) {
        ordered.add(new InetSocketAddress(other, port));
      }
    }
    return ordered;
  }

  private void resolved(@Nullable List<SocketAddress> addresses, @Nullable Throwable exception) {
    resolving = null;
    if (!isHeld()) {
      return;
    }
    if (addresses != null) {
      left.addAll(addresses);
      next();
    } else {
      fail(Objects.requireNonNull(exception));
    }
  }

  /** Tries the next address; gives up if there is none, and no attempt goes on. */
  private void next() {
    stopTimer();
    SocketAddress address = left.poll();
    if (address != null) {
      begin(address);
    } else if (attempts.isEmpty()) {
      fail(
          Objects.requireNonNullElseGet(
              failure, () -> new ConnectException(target + " has no address")));
    }
  }

  private void begin(SocketAddress address) {
    try {
      SocketChannel channel = open(address);
      try {
        Attempt attempt = new Attempt(channel, address);
        attempts.add(attempt);
        if (channel.connect(address)) {
          attempt.ready(0);
        } else {
          attempt.want(SelectionKey.OP_CONNECT);
        }
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      failed(address, e);
      return;
    } catch (RuntimeException e) {
      // An address that the system does not know.
      failed(address, new IOException(e));
      return;
    }
    if (isHeld() && !left.isEmpty()) {
      timer = reactor().loop().schedule(this::next, DELAY_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private static SocketChannel open(SocketAddress address) throws IOException {
    return address instanceof UnixDomainSocketAddress
        ? SocketChannel.open(StandardProtocolFamily.UNIX)
        : SocketChannel.open();
  }

  private void failed(SocketAddress address, IOException exception) {
    attempts.removeIf(attempt -> attempt.address == address);
    IOException told = new ConnectException(address + ": " + exception.getMessage());
    told.initCause(exception);
    if (failure == null) {
      failure = told;
    } else {
      failure.addSuppressed(told);
    }
    next();
  }

  private void stopTimer() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  private void stop(@Nullable Attempt winner) {
    stopTimer();
    left.clear();
    for (Attempt attempt : attempts) {
      if (attempt != winner) {
        attempt.close();
      }
    }
    attempts.clear();
  }

  private void connected(ConnectedSocket socket) {
    Connection connection = new Connection(socket);
    if (tls == null) {
      resume(connection);
      return;
    }
    connected = connection;
    socket.beginTls(
        tls,
        failed -> {
          if (connected == null) {
            return;
          }
          if (failed == null) {
            resume(connection);
          } else {
            fail(failed);
          }
        });
  }

  @Override
  protected boolean onCancel() {
    Connection its = connected;
    if (its != null) {
      connected = null;
      its.abort();
    }
    if (resolving != null) {
      resolving.cancel(false);
    }
    stop(null);
    return true;
  }

  @Override
  protected String name() {
    return "Net.connect";
  }

  /** One address that is tried. */
  private final class Attempt extends Watch {
    private final SocketChannel channel;
    private final SocketAddress address;

    Attempt(SocketChannel channel, SocketAddress address) throws IOException {
      super(reactor(), channel);
      this.channel = channel;
      this.address = address;
    }

    @Override
    void ready(int operations) {
      dismiss(SelectionKey.OP_CONNECT);
      try {
        if (!channel.finishConnect()) {
          want(SelectionKey.OP_CONNECT);
          return;
        }
        stop(this);
        connected(new ConnectedSocket(reactor(), channel));
      } catch (IOException e) {
        close();
        failed(address, e);
      }
    }

    void close() {
      reactor().close(channel);
    }
  }
}
