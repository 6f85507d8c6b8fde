package dev.fermata.io;

import dev.fermata.AsyncCloseable;
import dev.fermata.AwaitedAs;
import dev.fermata.Coroutine;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
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
 * <p>One task reads at a time, and any number may write. When a write has failed, all later ones
 * fail with the same {@link IOException}.
 *
 * <p>Memory: buffers only while there is something in them.
 */
public final class Connection extends ByteReader implements ByteWriter, AsyncCloseable {
  private final Reactor reactor;
  private final SocketChannel channel;
  private final Socket socket;
  private final SocketSource source;
  private final Input input;
  private final Output output;
  private final String name;
  private final IdleTimer idle;

  /** What is spoken over the socket, if it is not just what is read and written. */
  private @Nullable TlsTransport tls;

  /** Whether it is to be closed when all is written. */
  private boolean closing;

  private @Nullable Runnable onClose;

  /** Of a connected channel. */
  Connection(Reactor reactor, SocketChannel channel) throws IOException {
    this.reactor = reactor;
    this.channel = channel;
    socket = new Socket();
    idle = new IdleTimer(reactor.loop(), this::idleTimeIsUp);
    source = new SocketSource(channel);
    input = new Input(reactor.arrays(), socket, source);
    output = new Output(reactor.arrays(), socket, new SocketSink(channel));
    name = "Connection[" + channel.getLocalAddress() + " to " + channel.getRemoteAddress() + "]";
    if (channel.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
      // What is written goes at once: nobody could tell the system that a message is over.
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }
  }

  @Override
  Input input() {
    return input;
  }

  // ---- writing ---------------------------------------------------------------------------------

  @Override
  public void write(ByteBuffer source) {
    output.write(source);
  }

  @Override
  @AwaitedAs("beginDrain")
  public Coroutine<@Nullable Void> drain() {
    return output.drain();
  }

  @Nullable Object beginDrain() throws IOException {
    return output.beginDrain();
  }

  @Override
  @AwaitedAs("beginFlush")
  public Coroutine<@Nullable Void> flush() {
    return output.flush();
  }

  @Nullable Object beginFlush() throws IOException {
    return output.beginFlush();
  }

  @Override
  public void setWaterMarks(int low, int high) {
    output.setWaterMarks(low, high);
  }

  @Override
  public int unwritten() {
    return output.size();
  }

  /**
   * Writes what is left, and then tells the peer that no more is coming; the other direction stays
   * open, unless TLS before 1.3 is spoken. Nothing can be written from now on.
   */
  @Override
  public Coroutine<@Nullable Void> endOutput() {
    return new Output.End(output);
  }

  // ---- idle -----------------------------------------------------------------------------------

  /**
   * Aborts the connection when no byte has come or gone for some time; whoever waits in it, or uses
   * it later, gets a {@link SocketTimeoutException}. It holds until it is set anew.
   *
   * @param limit zero for as long as it takes, as at first
   */
  public void setIdleTimeout(Duration limit) {
    socket.check();
    if (channel.isOpen()) {
      idle.set(limit);
    }
  }

  private void idleTimeIsUp() {
    IOException failure =
        new SocketTimeoutException("no byte has come or gone for " + idle.limit() + ": " + name);
    socket.failed(failure);
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
    return new StartTls(this, Objects.requireNonNull(options, "options"));
  }

  /** Throws if TLS cannot begin here and now. */
  void checkPlain() throws IOException {
    socket.check();
    if (!channel.isOpen()) {
      throw new ClosedChannelException();
    }
    if (tls != null || input.isAwaited()) {
      throw new IllegalStateException(
          name + (tls != null ? " speaks TLS already" : " is read by a task: TLS cannot begin"));
    }
  }

  /**
   * Begins to speak TLS.
   *
   * @param told gets null when it is spoken, or why it is not; then the connection is aborted
   */
  void beginTls(Tls options, Consumer<@Nullable Throwable> told) {
    TlsTransport transport = new TlsTransport(reactor, channel, source, socket);
    tls = transport;
    transport.carry(input, output);
    transport.begin(
        new TlsHandshake(
            options,
            remoteAddress(),
            failure -> {
              if (failure instanceof IOException exception) {
                socket.failed(exception);
              } else if (failure != null) {
                abort();
              }
              told.accept(failure);
            }));
  }

  /** What the peers have agreed to speak inside of TLS (ALPN), or null if they have not. */
  public @Nullable String applicationProtocol() {
    return tls == null ? null : tls.applicationProtocol();
  }

  /** What the peers know of one another, or null where no TLS is spoken (yet). */
  public @Nullable SSLSession tlsSession() {
    return tls == null ? null : tls.session();
  }

  // ---- the end ---------------------------------------------------------------------------------

  /**
   * Writes what is left, and closes the connection; at once if a write has failed. If the task is
   * cancelled meanwhile, the connection is aborted.
   */
  @Override
  public Coroutine<@Nullable Void> closeAsync() {
    return new Output.Close(output);
  }

  /** Closes the connection at once; what is left to be written is dropped. Again has no effect. */
  public void abort() {
    socket.check();
    if (!channel.isOpen()) {
      return;
    }
    idle.stop();
    if (tls != null) {
      tls.drop();
    }
    reactor.close(channel);
    input.close();
    output.close();
    if (tls != null) {
      tls.close();
    }
    if (onClose != null) {
      onClose.run();
    }
  }

  /** Sets what is done when it has been closed; on the loop's thread. */
  void onClose(Runnable action) {
    onClose = action;
  }

  /** Closes the connection when all is written, or nothing can be written any more. */
  void closeWhenWritten() {
    output.finish();
    closing = true;
    closeIfWritten();
  }

  private void closeIfWritten() {
    if (closing && output.size() == 0) {
      abort();
    }
  }

  /** Whether that is how it has failed, which is not for a use after it was closed here. */
  boolean hasFailedWith(Throwable exception) {
    return !(exception instanceof ClosedChannelException)
        && (input.hasFailedWith(exception) || output.hasFailedWith(exception));
  }

  /** Whether it was neither closed nor aborted. */
  public boolean isOpen() {
    return channel.isOpen();
  }

  /** The peer's address, or null when it is closed. */
  public @Nullable SocketAddress remoteAddress() {
    try {
      return channel.getRemoteAddress();
    } catch (IOException closed) {
      return null;
    }
  }

  @Override
  public String toString() {
    return name;
  }

  /** The channel's events. */
  private final class Socket extends Watch implements Wire {
    Socket() throws IOException {
      super(reactor, channel);
    }

    @Override
    public void check() {
      reactor.check(name);
    }

    @Override
    public void active() {
      idle.active();
    }

    @Override
    public void wantRead() {
      want(SelectionKey.OP_READ);
    }

    @Override
    public void pauseReads() {
      dismiss(SelectionKey.OP_READ);
    }

    @Override
    public void wantWrite() {
      if (channel.isOpen()) {
        want(SelectionKey.OP_WRITE);
      }
    }

    @Override
    public void abort() {
      Connection.this.abort();
    }

    @Override
    public void failed(IOException exception) {
      input.fail(exception);
      output.fail(exception);
      if (tls != null) {
        tls.fail(exception);
      }
      Connection.this.abort();
    }

    @Override
    public void resumed() {
      write();
      if (!output.isIdle()) {
        wantWrite();
      }
      if (input.isAwaited() && channel.isOpen()) {
        wantRead();
        input.ready();
      }
    }

    @Override
    void ready(int operations) {
      active();
      if ((operations & SelectionKey.OP_WRITE) != 0) {
        write();
      }
      if ((operations & SelectionKey.OP_READ) != 0 && channel.isOpen()) {
        source.ready();
        read();
      }
    }

    private void write() {
      output.ready();
      if (output.isIdle()) {
        dismiss(SelectionKey.OP_WRITE);
        closeIfWritten();
      }
    }

    private void read() {
      if (tls != null && tls.isShaking()) {
        tls.shake();
        return;
      }
      if (!input.isAwaited()) {
        // It stays until somebody reads, and would be told again and again.
        dismiss(SelectionKey.OP_READ);
      }
      input.ready();
    }

    @Override
    public String toString() {
      return name;
    }
  }
}
