package dev.fermata.io;

import dev.fermata.EventLoop;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Reads on another thread, a piece at a time: when somebody asks for more, or, where that is
 * wanted, one piece ahead. What comes when nobody waits any more stays for the next who reads.
 */
final class BlockingSource implements ReadableByteChannel {
  /** Nobody reads into this one. */
  private static final Piece NONE = new Piece();

  private final EventLoop loop;
  private final Executor executor;
  private final Reading reading;

  /** What is done when a piece has come. */
  private final Runnable ready;

  /** What is taken out next; {@link #NONE} if there is nothing. */
  private Piece piece = NONE;

  /** What was read ahead, and comes after it. */
  private @Nullable Piece following;

  /** One whose array can be used again. */
  private @Nullable Piece free;

  /** The one that is read now; another one that arrives is not wanted. */
  private @Nullable Piece running;

  /** Where the next read begins. */
  private long position;

  private boolean isAhead;
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
     * Reads some bytes, and says whether more follow.
     *
     * @param position how many bytes were read before, or where to read
     */
    void read(Piece into, long position) throws IOException;
  }

  /** Reads ahead from now on. The first piece has been read already. */
  void readAhead(Piece first) {
    isAhead = true;
    take(first);
    goAhead();
  }

  /** Begins to read, unless that goes on. */
  void want() {
    if (running == null && !closed) {
      goOn();
      begin();
    }
  }

  private void begin() {
    Piece into = free != null ? free : new Piece();
    free = null;
    running = into;
    long from = position;
    Loops.elsewhere(loop, executor, () -> run(into, from));
  }

  private void run(Piece into, long from) {
    try {
      reading.read(into, from);
    } catch (IOException e) {
      into.isNotRead(e);
    } catch (RuntimeException | Error e) {
      into.isNotRead(new IOException(e));
    }
    Loops.ended(loop, () -> arrived(into));
  }

  @SuppressWarnings("ReferenceEquality") // it is the one or another
  private void arrived(Piece read) {
    if (running != read) {
      return;
    }
    running = null;
    if (closed) {
      return;
    }
    take(read);
    ready.run();
    goAhead();
  }

  private void take(Piece read) {
    failure = read.failure();
    ended = read.isLast();
    position += read.remaining();
    if (piece.isEmpty()) {
      goOn();
      piece = read;
    } else {
      following = read;
    }
  }

  private void goAhead() {
    boolean hasMore = !closed && !ended && failure == null;
    if (isAhead && hasMore && running == null && following == null && !piece.isEmpty()) {
      begin();
    }
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    ByteBuffer from = lend();
    if (from == null) {
      if (failure != null) {
        throw failure;
      }
      return ended ? -1 : 0;
    }
    int count = Math.min(into.remaining(), from.remaining());
    into.put(into.position(), from, from.position(), count);
    into.position(into.position() + count);
    from.position(from.position() + count);
    return count;
  }

  /** What has come, to be taken out of this buffer before the next call; null if it is nothing. */
  @Nullable ByteBuffer lend() {
    if (piece.isEmpty()) {
      goOn();
    }
    return piece.isEmpty() ? null : piece.bytes();
  }

  @SuppressWarnings("ReferenceEquality") // there is one NONE
  private void goOn() {
    if (piece != NONE) {
      free = piece;
      piece = following == null ? NONE : following;
      following = null;
      goAhead();
    }
  }

  /** Whether it is known that nothing more comes. */
  boolean isAtEnd() {
    return ended && !closed && failure == null && piece.isEmpty() && following == null;
  }

  /** Whether another thread reads now. */
  boolean isReading() {
    return running != null;
  }

  /** Where the byte is that is read next. */
  long position() {
    return position - piece.remaining() - (following == null ? 0 : following.remaining());
  }

  /** Goes on elsewhere; what was read before is dropped, and nothing is read until it is wanted. */
  void seek(long newPosition) {
    drop();
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
    drop();
  }

  private void drop() {
    running = null;
    piece = NONE;
    following = null;
    free = null;
  }
}
