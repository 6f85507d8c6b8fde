package dev.fermata.io;

import dev.fermata.EventLoop;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Writes on another thread, a piece at a time, and keeps the piece meanwhile. */
final class BlockingSink implements Sink {
  private static final int PIECE = 64 << 10;

  private final EventLoop loop;
  private final Executor executor;
  private final Writing writing;

  /** What is done when a piece is written. */
  private final Runnable ready;

  private @Nullable ByteBuffer piece;
  private int pending;
  private long position;
  private @Nullable IOException failure;

  BlockingSink(EventLoop loop, Executor executor, Writing writing, Runnable ready) {
    this.loop = loop;
    this.executor = executor;
    this.writing = writing;
    this.ready = ready;
  }

  /** What is done on the other thread. */
  interface Writing {
    /**
     * Writes all bytes.
     *
     * @param position how many bytes were written before, or where to write
     */
    void write(ByteBuffer from, long position) throws IOException;

    /** Nothing is written any more; on the loop's thread. */
    default void end() throws IOException {}
  }

  @Override
  public void write(ByteBuffer source) throws IOException {
    flush();
    if (pending > 0 || !source.hasRemaining()) {
      return;
    }
    int count = Math.min(source.remaining(), PIECE);
    ByteBuffer from = roomFor(count);
    from.put(0, source, source.position(), count);
    source.position(source.position() + count);
    from.position(0).limit(count);
    pending = count;
    long to = position;
    Loops.elsewhere(loop, executor, () -> run(from, to));
  }

  private ByteBuffer roomFor(int count) {
    ByteBuffer room = piece;
    if (room == null || room.capacity() < count) {
      room = ByteBuffer.allocate(count <= ArrayPool.SIZE ? ArrayPool.SIZE : PIECE);
      piece = room;
    }
    return room.clear();
  }

  private void run(ByteBuffer from, long to) {
    IOException exception = null;
    try {
      writing.write(from, to);
    } catch (IOException e) {
      exception = e;
    } catch (RuntimeException | Error e) {
      exception = new IOException(e);
    }
    IOException told = exception;
    Loops.ended(loop, () -> written(told));
  }

  private void written(@Nullable IOException exception) {
    position += pending;
    pending = 0;
    failure = exception;
    ready.run();
  }

  @Override
  public int pending() {
    return pending;
  }

  @Override
  public void flush() throws IOException {
    if (failure != null) {
      throw failure;
    }
  }

  /** Where the next byte is written. */
  long position() {
    return position + pending;
  }

  /** Goes on elsewhere; nothing is pending. */
  void seek(long newPosition) {
    position = newPosition;
  }

  @Override
  public void end() throws IOException {
    writing.end();
  }
}
