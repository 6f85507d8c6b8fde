package dev.fermata.io;

import dev.fermata.AsyncCloseable;
import dev.fermata.AwaitedAs;
import dev.fermata.Coroutine;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A stream of bytes in both directions, over TCP or a Unix-domain socket; asyncio's reader and
 * writer in one.
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

  /** How long nothing may come or go, in nanoseconds; 0 for ever. */
  private long idleNanos;

  private long lastActive;
  private @Nullable Future<?> idleTimer;

  /** Whether it is to be closed when all is written. */
  private boolean closing;

  private @Nullable Runnable onClose;

  /** Of a connected channel. */
  Connection(Reactor reactor, SocketChannel channel) throws IOException {
    this.reactor = reactor;
    this.channel = channel;
    socket = new Socket();
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
   * open. Nothing can be written from now on.
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
    idleNanos = Math.max(limit.toNanos(), 0);
    socket.active();
    if (idleTimer != null) {
      idleTimer.cancel(false);
      idleTimer = null;
    }
    if (idleNanos > 0 && channel.isOpen()) {
      watchIdle(idleNanos);
    }
  }

  private void watchIdle(long nanos) {
    idleTimer = reactor.loop().schedule(this::checkIdle, nanos, TimeUnit.NANOSECONDS);
  }

  /** One timer for many bytes: it is set anew when it comes, and not with each byte. */
  private void checkIdle() {
    long left = lastActive + idleNanos - reactor.loop().nanoTime();
    if (left > 0) {
      watchIdle(left);
      return;
    }
    IOException failure =
        new SocketTimeoutException(
            "no byte has come or gone for " + Duration.ofNanos(idleNanos) + ": " + name);
    input.fail(failure);
    output.fail(failure);
    abort();
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
    if (idleTimer != null) {
      idleTimer.cancel(false);
    }
    reactor.close(channel);
    input.close();
    output.close();
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
    output.endWrites();
    closing = true;
    closeIfWritten();
  }

  private void closeIfWritten() {
    if (closing && output.size() == 0) {
      abort();
    }
  }

  /** Whether that is why nothing can be read or written any more. */
  boolean hasFailedWith(Throwable exception) {
    return input.hasFailedWith(exception) || output.hasFailedWith(exception);
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
  private final class Socket extends Watch implements Endpoint {
    Socket() throws IOException {
      super(reactor, channel);
    }

    @Override
    public void check() {
      reactor.check(name);
    }

    @Override
    public void active() {
      if (idleNanos > 0) {
        lastActive = reactor.loop().nanoTime();
      }
    }

    @Override
    public void wantRead() {
      want(SelectionKey.OP_READ);
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
    void ready(int operations) {
      active();
      if ((operations & SelectionKey.OP_WRITE) != 0) {
        output.ready();
        if (output.size() == 0) {
          dismiss(SelectionKey.OP_WRITE);
          closeIfWritten();
          if (!channel.isOpen()) {
            return;
          }
        }
      }
      if ((operations & SelectionKey.OP_READ) != 0) {
        source.ready();
        if (!input.isAwaited()) {
          // It stays until somebody reads, and would be told again and again.
          dismiss(SelectionKey.OP_READ);
        }
        input.ready();
      }
    }

    @Override
    public String toString() {
      return name;
    }
  }
}
