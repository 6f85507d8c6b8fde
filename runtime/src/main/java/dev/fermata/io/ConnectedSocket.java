package dev.fermata.io;

import dev.fermata.WaitQueue;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The inside of a {@link Connection}: its channel's events, and the streams that they move. */
final class ConnectedSocket extends Watch implements Wire {
  private static final int MOST_CAUSES = 16;

  private final Reactor reactor;
  private final SocketChannel channel;
  private final String name;
  private final IdleTimer idle;
  private final SocketTransport plain;
  private final Input input;
  private final Output output;
  private final WaitQueue closings = new WaitQueue();

  /** What is spoken over the socket. */
  private Transport transport;

  /** Whether it is to be closed when all is written. */
  private boolean closing;

  /** Whether it is a server's, and its handler has ended. */
  private boolean served;

  /** What waits for the peer's end when all is written; null before. */
  private @Nullable Linger linger;

  private @Nullable Runnable onClose;

  /** Of a connected channel. */
  ConnectedSocket(Reactor reactor, SocketChannel channel) throws IOException {
    super(reactor, channel);
    this.reactor = reactor;
    this.channel = channel;
    idle = new IdleTimer(reactor.loop(), this::idleTimeIsUp);
    plain = new SocketTransport(channel);
    transport = plain;
    input = new Input(reactor.arrays(), this, plain);
    output = new Output(reactor.arrays(), this, plain);
    name = "Connection[" + channel.getLocalAddress() + " to " + channel.getRemoteAddress() + "]";
    if (channel.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
      // What is written goes at once: nobody could tell the system that a message is over.
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }
  }

  Input input() {
    return input;
  }

  Output output() {
    return output;
  }

  Transport transport() {
    return transport;
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  /** The peer's address, or null when it is closed. */
  @Nullable SocketAddress remoteAddress() {
    try {
      return channel.getRemoteAddress();
    } catch (IOException closed) {
      return null;
    }
  }

  void setIdleTimeout(Duration limit) {
    check();
    if (channel.isOpen()) {
      idle.set(limit);
    }
  }

  private void idleTimeIsUp() {
    failed(
        new SocketTimeoutException("no byte has come or gone for " + idle.limit() + ": " + name));
  }

  // ---- TLS -------------------------------------------------------------------------------------

  /** Throws if TLS cannot begin here and now. */
  void checkPlain() throws IOException {
    check();
    if (!channel.isOpen()) {
      throw new ClosedChannelException();
    }
    if (speaksTls() || input.isAwaited()) {
      throw new IllegalStateException(
          name + (speaksTls() ? " speaks TLS already" : " is read by a task: TLS cannot begin"));
    }
  }

  @SuppressWarnings("ReferenceEquality") // it is that one or another
  private boolean speaksTls() {
    return transport != plain;
  }

  /**
   * Begins to speak TLS.
   *
   * @param told gets null when it is spoken, or why it is not; then the connection is aborted
   */
  void beginTls(Tls options, Consumer<@Nullable Throwable> told) {
    TlsTransport tls = new TlsTransport(reactor, plain, this);
    transport = tls;
    tls.carry(input, output);
    tls.begin(
        new TlsHandshake(
            options,
            remoteAddress(),
            failure -> {
              if (failure instanceof IOException exception) {
                failed(exception);
              } else if (failure != null) {
                abort();
              }
              told.accept(failure);
            }));
  }

  // ---- events ----------------------------------------------------------------------------------

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
    if (!transport.isPaused()) {
      want(SelectionKey.OP_READ);
    }
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
  public boolean keepsWrites() {
    reactor.sendLater(output);
    return true;
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
    if (linger != null) {
      linger.read();
    } else if (transport.arrived()) {
      if (!input.isAwaited()) {
        // It stays until somebody reads, and would be told again and again.
        dismiss(SelectionKey.OP_READ);
      }
      input.ready();
    }
  }

  // ---- the end ---------------------------------------------------------------------------------

  @Override
  public void failed(IOException exception) {
    input.fail(exception);
    output.fail(exception);
    transport.fail(exception);
    abort();
  }

  /**
   * Whether that comes of how it has failed, which is not so for a use after it was closed here.
   */
  boolean hasFailedWith(Throwable exception) {
    Throwable cause = exception;
    // Causes may go round in a circle.
    for (int depth = 0; cause != null && depth < MOST_CAUSES; depth++) {
      if (cause instanceof IOException failure && isFailure(failure)) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  @SuppressWarnings("ReferenceEquality") // it is that one or another
  private boolean isFailure(IOException exception) {
    return !(exception instanceof ClosedChannelException)
        && (input.failure() == exception || output.failure() == exception);
  }

  /** Sets what is done when it has been closed; on the loop's thread. */
  void onClose(Runnable action) {
    onClose = action;
  }

  /** Where tasks wait until it is closed. */
  WaitQueue closings() {
    return closings;
  }

  /** Closes it when all is written, or nothing can be written any more. */
  void closeWhenWritten() {
    output.finish();
    closing = true;
    closeIfWritten();
  }

  /**
   * As {@link #closeWhenWritten}, when a server has served it: a client that goes on to send would
   * be reset, and not read its answer.
   */
  void closeWhenServed() {
    served = true;
    closeWhenWritten();
  }

  private void closeIfWritten() {
    if (!closing || output.unwritten() > 0 || linger != null) {
      return;
    }
    if (output.failure() != null) {
      abort();
    } else if (served && sendsUnread()) {
      linger(true);
    } else if (transport.lingers()) {
      linger(false);
    } else {
      abort();
    }
  }

  /** Whether the peer has sent more than was read. */
  private boolean sendsUnread() {
    try {
      return channel.read(reactor.packet()) > 0;
    } catch (IOException gone) {
      return false;
    }
  }

  private void linger(boolean untilEnd) {
    try {
      plain.end();
    } catch (IOException gone) {
      // There is no peer that could hear it.
      abort();
      return;
    }
    idle.stop();
    input.close();
    linger = new Linger(reactor, channel, untilEnd, this::abort);
    wantRead();
  }

  /** Closes it at once; what is left to be written is dropped. Again has no effect. */
  void abort() {
    if (!channel.isOpen()) {
      return;
    }
    boolean isWritten = output.isUnused();
    idle.stop();
    if (linger != null) {
      linger.stop();
    }
    transport.close();
    reactor.close(channel);
    input.close();
    output.close();
    transport.closed();
    SocketClosing waiting = (SocketClosing) closings.first();
    while (waiting != null) {
      SocketClosing next = (SocketClosing) closings.next(waiting);
      waiting.ended(isWritten ? null : output.reason());
      waiting = next;
    }
    if (onClose != null) {
      onClose.run();
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
