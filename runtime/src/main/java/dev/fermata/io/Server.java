package dev.fermata.io;

import dev.fermata.AsyncCloseable;
import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Suspension;
import dev.fermata.WaitQueue;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Accepts connections, and runs a handler for each of them, as a task; {@code
 * asyncio.start_server}.
 *
 * <pre>{@code
 * try (Server server = Net.server(App::echo).maxConnections(1_000).listen(8080)) {
 *   await(server.ended()); // until it is cancelled
 * }
 * }</pre>
 *
 * <p>A connection is closed when its handler has ended. What a handler fails with goes to the
 * loop's exception handler, and ends that connection only. Belongs to the loop on which it listens.
 */
public final class Server implements AsyncCloseable {
  private static final int BACKLOG = 1_024;

  /** How long no connection is accepted after one could not be, as there was no descriptor left. */
  private static final long RETRY_MILLIS = 100;

  /** So many connections are accepted at an event; others are ready, too. */
  private static final int BATCH = 64;

  private final Handler handler;
  private final WaitQueue endings = new WaitQueue();
  private final Set<Served> open = new LinkedHashSet<>();
  private Duration idleTimeout = Duration.ZERO;
  private @Nullable Tls tls;
  private int most = Integer.MAX_VALUE;
  private @Nullable Listening listening;
  private boolean stopped;

  Server(Handler handler) {
    this.handler = handler;
  }

  /** What serves a connection. */
  @FunctionalInterface
  public interface Handler {
    /**
     * Called for each connection, on the loop's thread.
     *
     * @return the body of the connection's task
     * @throws Exception is reported as a failure of the task is
     */
    Coroutine<?> handle(Connection connection) throws Exception;
  }

  /**
   * Sets how many connections are open at a time; the others wait in the system's queue. As many as
   * come where none is set.
   */
  public Server maxConnections(int connections) {
    if (connections < 1) {
      throw new IllegalArgumentException("a server of " + connections + " connections");
    }
    most = connections;
    return this;
  }

  /** Sets {@link Connection#setIdleTimeout} of each connection. */
  public Server idleTimeout(Duration limit) {
    idleTimeout = limit;
    return this;
  }

  /**
   * Speaks TLS: the handler of a connection is called when the handshake has succeeded. One that
   * fails, or takes too long, closes its connection; nobody is told, but for the system logger
   * {@code dev.fermata.io} at its level DEBUG, as anybody can make handshakes fail. What the
   * options themselves fail with goes to the loop's exception handler.
   *
   * @throws IllegalArgumentException if they are those of a client
   */
  public Server tls(Tls options) {
    tls = options.checkedFor(false);
    return this;
  }

  /**
   * Listens at all of the machine's addresses, on a thread that runs a loop.
   *
   * @param port 0 for any that is free
   * @throws IOException if the port is in use, or may not be used
   */
  public Server listen(int port) throws IOException {
    return listen(new InetSocketAddress(port));
  }

  /**
   * Listens at an address, also that of a Unix-domain socket, whose file must not exist and stays.
   *
   * @throws IOException if the address is in use, or may not be used
   * @throws IllegalStateException if it listens already, or was stopped
   */
  public Server listen(SocketAddress address) throws IOException {
    if (listening != null || stopped) {
      throw new IllegalStateException("a server listens once");
    }
    Reactor reactor = Reactor.current();
    ServerSocketChannel channel =
        address instanceof UnixDomainSocketAddress
            ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
            : ServerSocketChannel.open();
    try {
      channel.bind(address, BACKLOG);
      listening = new Listening(reactor, channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
    accept(listening);
    return this;
  }

  /** Where it listens: with the port that it got. */
  public SocketAddress address() {
    return started().address;
  }

  /** The port where it listens. */
  public int port() {
    return ((InetSocketAddress) address()).getPort();
  }

  /** How many connections are open. */
  public int connections() {
    return open.size();
  }

  private Listening started() {
    if (listening == null) {
      throw new IllegalStateException("the server does not listen yet");
    }
    return listening;
  }

  private void accept(Listening from) {
    if (stopped) {
      return;
    }
    if (open.size() < most) {
      from.want(SelectionKey.OP_ACCEPT);
    } else {
      from.dismiss(SelectionKey.OP_ACCEPT);
    }
  }

  private void accepted(Listening from, SocketChannel channel) {
    try {
      ConnectedSocket socket = new ConnectedSocket(from.reactor, channel);
      socket.setIdleTimeout(idleTimeout);
      new Served(this, socket).begin(tls);
    } catch (IOException peerIsGone) {
      from.reactor.close(channel);
    }
  }

  Reactor reactor() {
    return started().reactor;
  }

  Coroutine<?> handle(Connection connection) throws Exception {
    return handler.handle(connection);
  }

  void add(Served served) {
    open.add(served);
  }

  void remove(Served served) {
    open.remove(served);
    accept(started());
    tellIfEnded();
  }

  private void tellIfEnded() {
    Ending ending = (Ending) endings.first();
    while (hasEnded() && ending != null) {
      ending.end();
      ending = (Ending) endings.first();
    }
  }

  // ---- the end ---------------------------------------------------------------------------------

  /** Accepts no more connections; those that are open go on. Again has no effect. */
  public void stop() {
    Listening its = listening;
    if (its != null && !stopped) {
      its.reactor.check("the server");
      its.reactor.closeNow(its.channel);
    }
    stopped = true;
    tellIfEnded();
  }

  private boolean hasEnded() {
    return stopped && open.isEmpty();
  }

  /** Waits until it was stopped and all of its connections are closed. */
  public Coroutine<@Nullable Void> ended() {
    return new Ending(this);
  }

  /**
   * Stops, gives the handlers some time to end, and cancels those that have not; returns when all
   * connections are closed.
   */
  public Coroutine<@Nullable Void> shutdown(Duration grace) {
    return new Closing(this, Math.max(grace.toNanos(), 0));
  }

  /** Stops, and waits for the handlers; if the task is cancelled meanwhile, they are, too. */
  @Override
  public Coroutine<@Nullable Void> closeAsync() {
    return closeAsync(null);
  }

  /**
   * Stops, and waits for the handlers.
   *
   * @param failure what the block has thrown, or null; then the handlers are cancelled first
   */
  @Override
  public Coroutine<@Nullable Void> closeAsync(@Nullable Throwable failure) {
    return new Closing(this, failure == null ? Closing.FOR_EVER : 0);
  }

  private void cancelHandlers() {
    List.copyOf(open).forEach(Served::cancel);
  }

  /** Waits for the last connection. */
  private static class Ending extends Suspension<@Nullable Void> {
    final Server server;

    Ending(Server server) {
      this.server = server;
    }

    @Override
    protected @Nullable Object begin() {
      server.reactor().check("the server");
      return server.hasEnded() ? null : suspend();
    }

    /** The last connection is closed. */
    void end() {
      resume(null);
    }

    @Override
    protected final WaitQueue queue() {
      return server.endings;
    }

    @Override
    protected String name() {
      return "Server.ended";
    }
  }

  /**
   * Stops, and waits for the last connection; a cancel meanwhile, or before, goes to the handlers.
   */
  private static final class Closing extends Ending {
    static final long FOR_EVER = Long.MAX_VALUE;

    /** After how many nanoseconds the handlers are cancelled. */
    private final long grace;

    private @Nullable Future<?> timer;

    Closing(Server server, long grace) {
      super(server);
      this.grace = grace;
    }

    @Override
    protected @Nullable Object begin() {
      server.stop();
      if (grace == 0) {
        server.cancelHandlers();
      }
      return server.hasEnded() ? null : suspend();
    }

    @Override
    protected boolean beginsCancelled() {
      return true;
    }

    @Override
    protected void onSuspend() {
      if (grace > 0 && grace < FOR_EVER) {
        EventLoop loop = server.reactor().loop();
        timer = loop.schedule(server::cancelHandlers, grace, TimeUnit.NANOSECONDS);
      }
    }

    @Override
    protected boolean onCancel() {
      server.cancelHandlers();
      return false;
    }

    @Override
    void end() {
      if (timer != null) {
        timer.cancel(false);
      }
      if (!failCancelled()) {
        resume(null);
      }
    }

    @Override
    protected String name() {
      return "Server.close";
    }
  }

  private final class Listening extends Watch {
    final Reactor reactor;
    final ServerSocketChannel channel;
    final SocketAddress address;

    Listening(Reactor reactor, ServerSocketChannel channel) throws IOException {
      super(reactor, channel);
      this.reactor = reactor;
      this.channel = channel;
      address = Objects.requireNonNull(channel.getLocalAddress());
    }

    @Override
    void ready(int operations) {
      for (int i = 0; i < BATCH && open.size() < most && !stopped; i++) {
        SocketChannel next;
        try {
          next = channel.accept();
        } catch (IOException e) {
          pause(e);
          return;
        }
        if (next == null) {
          return;
        }
        accepted(this, next);
      }
      accept(this);
    }

    private void pause(IOException failure) {
      dismiss(SelectionKey.OP_ACCEPT);
      reactor.report(new IllegalStateException("no connection could be accepted", failure));
      var unused = reactor.loop().schedule(() -> accept(this), RETRY_MILLIS, TimeUnit.MILLISECONDS);
    }
  }
}
