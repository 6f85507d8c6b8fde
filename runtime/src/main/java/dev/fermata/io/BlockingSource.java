package dev.fermata.io;

import dev.fermata.EventLoop;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Reads on another thread, a piece at a time, when somebody asks for more. A piece that comes when
 * nobody waits any more stays for the next who reads.
 */
final class BlockingSource implements ReadableByteChannel {
  private static final int PIECE = 64 << 10;

  private final EventLoop loop;
  private final Executor executor;
  private final Reading reading;

  /** What is done when a piece has come. */
  private final Runnable ready;

  private ByteBuffer piece = ByteBuffer.allocate(0);
  private long position;

  /** The read that goes on; another one's piece is not wanted. */
  private @Nullable Object running;

  private boolean ended;
  private boolean closed;
  private @Nullable IOException failure;

  BlockingSource(EventLoop loop, Executor executor, Reading reading, Runnable ready) {
    this.loop = loop;
    this.executor = executor;
    this.reading = reading;
    this.ready = ready;
  }

  /** What is done on the other thread. */
  interface Reading {
    /**
     * Reads some bytes.
     *
     * @param position how many bytes were read before, or where to read
     * @return -1 if no more follow; it may have read some all the same
     */
    int read(ByteBuffer into, long position) throws IOException;
  }

  /** Begins to read, unless that goes on. */
  void want() {
    if (running != null || closed) {
      return;
    }
    ByteBuffer into = piece.capacity() > 0 ? piece : ByteBuffer.allocate(PIECE);
    into.clear();
    piece = ByteBuffer.allocate(0);
    long from = position;
    Object run = new Object();
    running = run;
    executor.execute(() -> run(run, into, from));
  }

  private void run(Object run, ByteBuffer into, long from) {
    int read;
    try {
      read = reading.read(into, from);
    } catch (IOException e) {
      loop.execute(() -> arrived(run, into, 0, e));
      return;
    } catch (RuntimeException | Error e) {
      loop.execute(() -> arrived(run, into, 0, new IOException(e)));
      return;
    }
    loop.execute(() -> arrived(run, into, read, null));
  }

  @SuppressWarnings("ReferenceEquality") // it is the one or another
  private void arrived(Object run, ByteBuffer into, int read, @Nullable IOException exception) {
    if (running != run) {
      return;
    }
    running = null;
    if (closed) {
      return;
    }
    failure = exception;
    piece = into.flip();
    position += piece.remaining();
    ended = read < 0;
    ready.run();
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    if (!piece.hasRemaining()) {
      if (failure != null) {
        throw failure;
      }
      return ended ? -1 : 0;
    }
    int count = Math.min(into.remaining(), piece.remaining());
    into.put(into.position(), piece, piece.position(), count);
    into.position(into.position() + count);
    piece.position(piece.position() + count);
    return count;
  }

  /** Whether another thread reads now. */
  boolean isReading() {
    return running != null;
  }

  /** Where the byte is that is read next. */
  long position() {
    return position - piece.remaining();
  }

  /** Goes on elsewhere; what was read before is dropped. */
  void seek(long newPosition) {
    running = null;
    piece.position(piece.limit());
    ended = false;
    position = newPosition;
  }

  @Override
  public boolean isOpen() {
    return !closed;
  }

  /** No more is read, and nobody is told. */
  @Override
  public void close() {
    closed = true;
    piece = ByteBuffer.allocate(0);
  }
}
