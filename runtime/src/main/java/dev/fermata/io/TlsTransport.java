package dev.fermata.io;

import dev.fermata.EventLoop;
import dev.fermata.Fermata;
import dev.fermata.Task;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * TLS between a connection's streams and its socket.
 *
 * <p>What the engine has to compute for long, or to look up, is done on another thread; until it is
 * done, nothing is read or written, and nobody asks the selector for it. Belongs to the loop's
 * thread, but for the engine's tasks.
 */
final class TlsTransport implements Transport {
  /** With more answers than these in hand no further record is taken in. */
  private static final int MOST_PENDING = 64 << 10;

  private final EventLoop loop;
  private final SocketTransport socket;
  private final TlsRecords records;
  private final Wire wire;

  /** The handshake while there is one. */
  private @Nullable TlsHandshake handshake;

  /** What goes on on another thread. */
  private @Nullable Task<?> work;

  private boolean open = true;

  /** Whether the engine has to read first. */
  private boolean stalled;

  /** Whether nothing is read as the peer does not take the answers. */
  private boolean choked;

  /**
   * Over a socket.
   *
   * @param wire what hears of its events
   */
  TlsTransport(Reactor reactor, SocketTransport socket, Wire wire) {
    loop = reactor.loop();
    this.socket = socket;
    records = new TlsRecords(reactor.recordArrays(), socket);
    this.wire = wire;
  }

  /** Puts itself below the streams: what is in them already belongs to the socket. */
  void carry(Input input, Output output) {
    records.takeOver(input.bytes, output.bytes());
    input.redirect(this);
    output.redirect(this);
  }

  /** Null also while there is a handshake. */
  @Override
  public @Nullable String applicationProtocol() {
    String agreed = handshake == null ? records.engine().getApplicationProtocol() : null;
    return agreed == null || agreed.isEmpty() ? null : agreed;
  }

  /** Null also while there is a handshake. */
  @Override
  public @Nullable SSLSession session() {
    return handshake == null ? records.engine().getSession() : null;
  }

  // ---- the handshake ---------------------------------------------------------------------------

  /** Begins the handshake. */
  void begin(TlsHandshake shaking) {
    handshake = shaking;
    shaking.startTimer(loop);
    work(shaking::newEngine);
  }

  @Override
  public boolean arrived() {
    boolean isForStreams = socket.arrived() && handshake == null;
    if (!isForStreams) {
      shake();
    }
    return isForStreams;
  }

  /** The socket has something to be read, or the other thread is done. */
  private void shake() {
    TlsHandshake shaking = handshake;
    if (shaking == null || work != null) {
      wire.pauseReads();
      return;
    }
    try {
      if (hasShaken()) {
        handshake = null;
        shaking.ended(null);
        wire.resumed();
      }
    } catch (IOException | RuntimeException e) {
      shaking.ended(e);
    }
  }

  private boolean hasShaken() throws IOException {
    while (records.isShaking()) {
      switch (records.shake()) {
        case AGAIN -> {}
        case END -> throw endedByPeer();
        case TASK -> {
          workForEngine();
          wire.pauseReads();
          return false;
        }
        case WAIT -> {
          wire.wantRead();
          flushLater();
          return false;
        }
      }
    }
    if (records.hasEnded()) {
      throw endedByPeer();
    }
    flushLater();
    return true;
  }

  private static SSLException endedByPeer() {
    return new SSLException("the peer has ended it");
  }

  // ---- other threads ---------------------------------------------------------------------------

  private void workForEngine() {
    SSLEngine engine = records.engine();
    work(
        () -> {
          Runnable task = engine.getDelegatedTask();
          while (task != null) {
            task.run();
            task = engine.getDelegatedTask();
          }
          return engine;
        });
  }

  private void work(Callable<? extends SSLEngine> body) {
    Task<? extends SSLEngine> task = loop.spawn("TLS of " + wire, Fermata.toThread(body));
    work = task;
    var unused = task.whenComplete(this::worked);
  }

  private void worked(@Nullable SSLEngine engine, @Nullable Throwable exception) {
    work = null;
    if (!open) {
      return;
    }
    if (engine != null) {
      records.use(engine);
    }
    TlsHandshake shaking = handshake;
    if (exception == null) {
      if (shaking != null) {
        shake();
      } else {
        wire.resumed();
      }
    } else if (exception instanceof CancellationException) {
      wire.failed(new ClosedChannelException());
    } else if (shaking != null) {
      shaking.ended(exception);
    } else {
      wire.failed(new IOException("TLS of " + wire + " failed", exception));
    }
  }

  // ---- reading ---------------------------------------------------------------------------------

  @Override
  public int read(ByteBuffer into) throws IOException {
    if (handshake != null) {
      return 0;
    }
    int before = into.position();
    while (into.position() == before && into.hasRemaining()) {
      choked |= records.pending() > MOST_PENDING;
      if (isPaused()) {
        wire.pauseReads();
        return 0;
      }
      switch (records.take(into)) {
        case AGAIN -> unstall();
        case END -> {
          flushLater();
          return -1;
        }
        case TASK -> workForEngine();
        case WAIT -> {
          flushLater();
          return 0;
        }
      }
    }
    flushLater();
    return into.position() - before;
  }

  /** The engine may have read what it had to before it writes. */
  private void unstall() {
    if (stalled) {
      stalled = false;
      Loops.send(loop, wire::resumed);
    }
  }

  @Override
  public boolean isPaused() {
    return work != null || choked;
  }

  // ---- writing ---------------------------------------------------------------------------------

  @Override
  public void write(ByteBuffer source) throws IOException {
    if (handshake == null && work == null) {
      stalled = !records.write(source);
      if (stalled && records.hasTask()) {
        workForEngine();
      }
      flushLater();
    }
  }

  @Override
  public int pending() {
    return records.pending();
  }

  @Override
  public void flush() throws IOException {
    if (records.flush() && choked) {
      choked = false;
      Loops.send(loop, wire::resumed);
    }
  }

  /** What the socket has not taken is written when it takes more. */
  private void flushLater() {
    if (records.pending() > 0) {
      wire.wantWrite();
    }
  }

  @Override
  public boolean isStalled() {
    return records.pending() == 0 && (handshake != null || work != null || stalled);
  }

  @Override
  public void end() throws IOException {
    if (handshake == null) {
      records.finish();
      flushLater();
    }
  }

  @Override
  public void finish() {
    try {
      end();
    } catch (IOException gone) {
      // Who is gone, or has failed, need not be told; all else was written.
    }
  }

  // ---- the end ---------------------------------------------------------------------------------

  @Override
  public boolean isOpen() {
    return open;
  }

  /** With TLS 1.3 servers send tickets when the handshake is over; RFC 8446, 4.6.1. */
  @Override
  public boolean lingers() {
    return handshake == null && records.awaitsTickets();
  }

  /** If there is a handshake, it is told why. */
  @Override
  public void fail(IOException exception) {
    if (handshake != null) {
      handshake.ended(exception);
    }
  }

  @Override
  public void closed() {
    if (handshake != null) {
      fail(new ClosedChannelException());
    }
  }

  @Override
  public void close() {
    open = false;
    records.drop();
    if (work != null) {
      work.cancel(false);
    }
  }
}
