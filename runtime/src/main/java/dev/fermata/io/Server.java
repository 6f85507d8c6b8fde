package dev.fermata.io;

import dev.fermata.AsyncCloseable;
import dev.fermata.Coroutine;
import dev.fermata.Task;
import dev.fermata.TaskGroup;
import dev.fermata.WaitQueue;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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
 * loop's exception handler, and ends that connection only, unless a {@linkplain #group group} is
 * given. Belongs to the loop on which it listens.
 */
public final class Server implements AsyncCloseable {
  private static final int BACKLOG = 1_024;

  private final Handler handler;
  private final WaitQueue endings = new WaitQueue();
  private final Set<Served> open = new LinkedHashSet<>();
  private Duration idleTimeout = Duration.ZERO;
  private @Nullable Tls tls;
  private @Nullable TaskGroup group;
  private int most = Integer.MAX_VALUE;
  private @Nullable Acceptor acceptor;
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
   * Starts the handlers in a task group: what one fails with ends the group then, and a cancel of
   * the group ends them. The group outlives the server:
   *
   * <pre>{@code
   * try (TaskGroup group = TaskGroup.open();
   *     Server server = Net.server(App::chat).group(group).listen(8080)) {
   *   …
   * }
   * }</pre>
   */
  public Server group(TaskGroup tasks) {
    group = tasks;
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
    if (acceptor != null || stopped) {
      throw new IllegalStateException("a server listens once");
    }
    Reactor reactor = Reactor.current();
    ServerSocketChannel channel =
        address instanceof UnixDomainSocketAddress
            ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
            : ServerSocketChannel.open();
    try {
      channel.bind(address, BACKLOG);
      acceptor = new Acceptor(this, reactor, channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
    acceptor.update();
    return this;
  }

  /** Where it listens: with the port that it got. */
  public SocketAddress address() {
    return started().address();
  }

  /** The port where it listens. */
  public int port() {
    return ((InetSocketAddress) address()).getPort();
  }

  /** How many connections are open. */
  public int connections() {
    return open.size();
  }

  private Acceptor started() {
    if (acceptor == null) {
      throw new IllegalStateException("the server does not listen yet");
    }
    return acceptor;
  }

  Reactor reactor() {
    return started().reactor();
  }

  /** Whether one more connection may be accepted. */
  boolean hasRoom() {
    return open.size() < most;
  }

  boolean isStopped() {
    return stopped;
  }

  /** Serves a connection. */
  void accepted(SocketChannel channel) {
    Reactor reactor = reactor();
    try {
      ConnectedSocket socket = new ConnectedSocket(reactor, channel);
      socket.setIdleTimeout(idleTimeout);
      new Served(this, socket).begin(tls);
    } catch (IOException peerIsGone) {
      reactor.close(channel);
    }
  }

  /** The body of a connection's task. */
  Coroutine<?> handler(ConnectedSocket socket) throws Exception {
    return handler.handle(new Connection(socket));
  }

  /** Starts the handler of a connection. */
  Task<?> handle(ConnectedSocket socket) throws Exception {
    String name = socket.toString();
    return group == null
        ? reactor().loop().spawn(name, handler(socket))
        : group.spawn(name, new GroupedHandler(this, socket));
  }

  /** Whether a group hears of what a handler fails with. */
  boolean isGrouped() {
    return group != null;
  }

  void add(Served served) {
    open.add(served);
  }

  void remove(Served served) {
    open.remove(served);
    started().update();
    tellIfEnded();
  }

  private void tellIfEnded() {
    ServerEnding ending = (ServerEnding) endings.first();
    while (hasEnded() && ending != null) {
      ending.end();
      ending = (ServerEnding) endings.first();
    }
  }

  // ---- the end ---------------------------------------------------------------------------------

  /** Accepts no more connections; those that are open go on. Again has no effect. */
  public void stop() {
    Acceptor its = acceptor;
    if (its != null && !stopped) {
      its.close();
    }
    stopped = true;
    tellIfEnded();
  }

  boolean hasEnded() {
    return stopped && open.isEmpty();
  }

  WaitQueue endings() {
    return endings;
  }

  /** Waits until it was stopped and all of its connections are closed. */
  public Coroutine<@Nullable Void> ended() {
    return new ServerEnding(this);
  }

  /**
   * Stops, gives the handlers some time to end, and cancels those that have not; returns when all
   * connections are closed.
   */
  public Coroutine<@Nullable Void> shutdown(Duration grace) {
    return new ServerClosing(this, Math.max(grace.toNanos(), 0));
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
    return new ServerClosing(this, failure == null ? ServerClosing.FOR_EVER : 0);
  }

  void cancelHandlers() {
    List.copyOf(open).forEach(Served::cancel);
  }
}
