package dev.fermata.io;

import dev.fermata.AsyncCloseable;
import dev.fermata.Coroutine;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
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
public final class Connection extends ByteReader implements AsyncCloseable {
  private static final int HIGH_WATER = 64 << 10;
  private static final int LOW_WATER = 16 << 10;

  private final Reactor reactor;
  private final SocketChannel channel;
  private final Watch watch;
  private final Input input;
  private final Output output;
  private final String name;

  private int highWater = HIGH_WATER;
  private int lowWater = LOW_WATER;
  private boolean outputEnded;

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
    input =
        new Input(reactor, channel) {
          @Override
          void check() {
            Connection.this.check();
          }

          @Override
          void active() {
            Connection.this.active();
          }

          @Override
          void want() {
            watch.want(SelectionKey.OP_READ);
          }

          @Override
          public String toString() {
            return name;
          }
        };
    output = new Output(reactor, channel);
    name = "Connection[" + channel.getLocalAddress() + " to " + channel.getRemoteAddress() + "]";
    if (channel.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
      // What is written goes at once: nobody could tell the system that a message is over.
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }
    watch =
        new Watch(reactor, channel) {
          @Override
          void ready(int operations) {
            Connection.this.ready(operations);
          }
        };
  }

  @Override
  Input input() {
    return input;
  }

  Output output() {
    return output;
  }

  void check() {
    reactor.check(name);
  }

  // ---- writing ---------------------------------------------------------------------------------

  /**
   * Writes all that is in a buffer. What the system does not take at once is kept and written
   * later; so who writes much awaits {@link #drain} in between, which also tells of failures.
   *
   * @throws IllegalStateException after {@link #endOutput} or a close, or on another thread
   */
  public void write(ByteBuffer source) {
    check();
    if (outputEnded) {
      throw new IllegalStateException("the output of " + name + " was ended");
    }
    active();
    output.write(source);
    if (output.size() > 0 && channel.isOpen()) {
      watch.want(SelectionKey.OP_WRITE);
    }
  }

  /** As {@link #write(ByteBuffer)}. */
  public void write(byte[] bytes) {
    write(ByteBuffer.wrap(bytes));
  }

  /** As {@link #write(ByteBuffer)}, of text in UTF-8. */
  public void write(String text) {
    write(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Waits while more than the high-water mark is left to be written, until it is no more than the
   * low-water mark; fails if a write has failed.
   */
  public Coroutine<@Nullable Void> drain() {
    return new Output.Drain(this, highWater, lowWater);
  }

  /** Waits until all is written, that is, handed to the system; fails if a write has failed. */
  public Coroutine<@Nullable Void> flush() {
    return new Output.Drain(this, 0, 0);
  }

  /**
   * Sets the marks of {@link #drain}, in bytes; 64 and 16 KiB at first.
   *
   * @throws IllegalArgumentException unless {@code 0 <= low <= high}
   */
  public void setWaterMarks(int low, int high) {
    if (low < 0 || low > high) {
      throw new IllegalArgumentException("water marks of " + low + " and " + high + " bytes");
    }
    check();
    lowWater = low;
    highWater = high;
  }

  /** How many bytes are left to be written. */
  public int unwritten() {
    return output.size();
  }

  /**
   * Writes what is left, and then tells the peer that no more is coming; the other direction stays
   * open. Nothing can be written from now on.
   */
  public Coroutine<@Nullable Void> endOutput() {
    return new Output.Drain(this, 0, 0) {
      @Override
      protected @Nullable Object begin() throws IOException {
        endWrites();
        return super.begin();
      }

      @Override
      protected @Nullable Void onResume(@Nullable Void given) throws IOException {
        channel.shutdownOutput();
        return null;
      }

      @Override
      protected String name() {
        return "Connection.endOutput";
      }
    };
  }

  // ---- events ----------------------------------------------------------------------------------

  private void ready(int operations) {
    active();
    if ((operations & SelectionKey.OP_WRITE) != 0) {
      output.ready();
      if (output.size() == 0) {
        watch.dismiss(SelectionKey.OP_WRITE);
        closeIfWritten();
        if (!channel.isOpen()) {
          return;
        }
      }
    }
    if ((operations & SelectionKey.OP_READ) != 0) {
      if (!input.isAwaited()) {
        // It stays until somebody reads, and would be told again and again.
        watch.dismiss(SelectionKey.OP_READ);
      }
      input.ready();
    }
  }

  /** Bytes come or go. */
  void active() {
    if (idleNanos > 0) {
      lastActive = reactor.loop().nanoTime();
    }
  }

  /**
   * Aborts the connection when no byte has come or gone for some time; whoever waits in it, or uses
   * it later, gets a {@link SocketTimeoutException}. It holds until it is set anew.
   *
   * @param limit zero for as long as it takes, as at first
   */
  public void setIdleTimeout(Duration limit) {
    check();
    idleNanos = Math.max(limit.toNanos(), 0);
    active();
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
    return new Output.Close(this);
  }

  /** Nothing can be written from now on. */
  void endWrites() {
    check();
    outputEnded = true;
  }

  /** Closes the connection at once; what is left to be written is dropped. Again has no effect. */
  public void abort() {
    check();
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
    endWrites();
    closing = true;
    closeIfWritten();
  }

  private void closeIfWritten() {
    if (closing && output.size() == 0) {
      abort();
    }
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
}
