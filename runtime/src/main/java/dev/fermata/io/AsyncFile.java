package dev.fermata.io;

import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Fermata;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An open file, whose reads and writes do not hold up the loop: they are done by other threads.
 *
 * <pre>{@code
 * try (AsyncFile log = await(AsyncFile.open(path, CREATE, APPEND))) {
 *   log.write("begun\n");
 *   await(log.flush());
 * }
 * }</pre>
 *
 * <p>It is a stream as a {@link Connection} is: {@code write} never waits, {@link #drain} bounds
 * what is kept, and {@link #flush} and the close tell of failures. Reading and writing each go on
 * from where they were, the beginning at first; {@link #readAt} and {@link #writeAt} have nothing
 * to do with that.
 *
 * <p>Cancellation: a cancelled read of the stream loses nothing. What is done at a position, and
 * the close, is done to its end, and the cancel comes at the next await.
 *
 * <p>Belongs to the loop on which it was opened.
 */
public final class AsyncFile extends ByteStream {
  private static final int KEPT_ARRAYS = 2;

  private final EventLoop loop = EventLoop.current();
  private final OpenedFile file;
  private final Path path;
  private final BlockingSource source;
  private final BlockingSink sink;
  private final Input input;
  private final Output output;

  /** Whether the system may have something left to be written, which a close waits for. */
  private final boolean isWritable;

  private AsyncFile(Path path, OpenedFile opened, boolean isWritable) {
    this.path = path;
    file = opened;
    this.isWritable = isWritable;
    ArrayPool arrays = new ArrayPool(KEPT_ARRAYS);
    Ends ends = new Ends();
    source = new BlockingSource(loop, IoThreads.FILES, file::read, ends::readable);
    sink = new BlockingSink(loop, IoThreads.FILES, file::write, ends::writable);
    input = new Input(arrays, ends, source);
    output = new Output(arrays, ends, sink);
    if (opened.first() != null) {
      source.readAhead(opened.first());
    }
  }

  /**
   * Opens a file, for reading if no option is given; {@link FileChannel#open} says what the options
   * do, and {@link AsyncOpenOption}. It fails with an {@link IOException}.
   */
  public static Coroutine<AsyncFile> open(Path path, OpenOption... options) {
    Objects.requireNonNull(path, "path");
    OpenedFile.Way way = OpenedFile.way(options);
    return new Steps<>("AsyncFile.open") {
      @Override
      @Nullable Object next(int step, @Nullable Object in) throws Throwable {
        if (step == 0) {
          return OffLoop.file("AsyncFile.open", call -> OpenedFile.open(path, way));
        }
        OpenedFile opened = (OpenedFile) Objects.requireNonNull(value(in));
        return end(new AsyncFile(path, opened, way.isWritable()));
      }
    };
  }

  /** The file. */
  public Path path() {
    return path;
  }

  @Override
  Input input() {
    return input;
  }

  @Override
  Output output() {
    return output;
  }

  @Override
  @Nullable ByteBuffer lend() {
    input.endpoint().check();
    return input.bytes.isEmpty() && !input.isAwaited() ? source.lend() : null;
  }

  @Override
  boolean isAtEnd() {
    return input.bytes.isEmpty() && source.isAtEnd();
  }

  // ---- the stream ------------------------------------------------------------------------------

  /** Where the stream reads next, in bytes from the beginning of the file. */
  public long readPosition() {
    return source.position() - input.bytes.size();
  }

  /** Where the stream writes next; a file opened to append writes at its end. */
  public long writePosition() {
    return sink.position() + output.unwritten() - sink.pending();
  }

  /**
   * Lets both reading and writing go on at a position; a file that has grown can be read on after
   * its end in that way.
   *
   * @param position in bytes from the beginning of the file
   * @throws IllegalStateException while something is left to be written: {@link #flush} first; and
   *     for what has no positions, such as a named pipe
   */
  public void seek(long position) {
    if (position < 0) {
      throw new IllegalArgumentException("a negative position: " + position);
    }
    input.endpoint().check();
    if (!file.isSeekable()) {
      throw new IllegalStateException(this + " has no positions, as it is a pipe or a terminal");
    }
    if (output.unwritten() > 0) {
      throw new IllegalStateException("await flush() before a seek in " + this);
    }
    if (input.isAwaited()) {
      throw new IllegalStateException("a task reads from " + this + "; let it end before a seek");
    }
    input.restart();
    source.seek(position);
    sink.seek(position);
  }

  // ---- at a position ---------------------------------------------------------------------------

  /**
   * Reads at a position, until the buffer is full or the file ends.
   *
   * @param into nobody else may use it meanwhile
   * @return the coroutine of how many bytes were read, which is -1 at the end
   */
  public Coroutine<Integer> readAt(ByteBuffer into, long position) {
    return call("readAt", call -> file.readFully(into, position));
  }

  /**
   * Writes all of a buffer at a position.
   *
   * @param bytes nobody else may use it meanwhile
   */
  public Coroutine<@Nullable Void> writeAt(ByteBuffer bytes, long position) {
    return action("writeAt", () -> file.writeFully(bytes, position));
  }

  /**
   * The file's size, in bytes; what the stream has not written yet is not in it. With {@link
   * AsyncOpenOption#READ_AHEAD} it is that at the opening.
   */
  public Coroutine<Long> size() {
    if (file.size() >= 0 && isOpen()) {
      input.endpoint().check();
      return Fermata.completed(file.size());
    }
    return call("size", call -> file.channel().size());
  }

  /** Makes the file no larger than a size, in bytes. */
  public Coroutine<@Nullable Void> truncate(long size) {
    return action("truncate", () -> file.channel().truncate(size));
  }

  /**
   * Waits until what the system was given, see {@link #flush}, is on the device.
   *
   * @param metadata whether also what the system knows about the file
   */
  public Coroutine<@Nullable Void> force(boolean metadata) {
    return action("force", () -> file.channel().force(metadata));
  }

  private <T extends @Nullable Object> Coroutine<T> call(String name, OffLoop.Body<T> body) {
    input.endpoint().check();
    return OffLoop.file("AsyncFile." + name, body);
  }

  private Coroutine<@Nullable Void> action(String name, OffLoop.Action action) {
    input.endpoint().check();
    return OffLoop.fileAction("AsyncFile." + name, action);
  }

  // ---- the end ---------------------------------------------------------------------------------

  /** Writes what is left, and closes the file in any case. */
  @Override
  public Coroutine<@Nullable Void> closeAsync() {
    return new Closing();
  }

  @Override
  public boolean isOpen() {
    return file.channel().isOpen();
  }

  @Override
  public String toString() {
    return "AsyncFile[" + path + "]";
  }

  /** It is done to its end, also in a task that was cancelled before. */
  private final class Closing extends Steps<@Nullable Void> {
    private @Nullable Object written;

    Closing() {
      super("AsyncFile.close");
    }

    @Override
    @Nullable Object next(int step, @Nullable Object in) throws Throwable {
      if (step == 0) {
        input.endpoint().check();
        if (isWritable || source.isReading() || !output.isUnused()) {
          return output.rest();
        }
        // There is nothing that could take long.
        file.channel().close();
        closeStreams();
        return end(null);
      }
      if (step == 1) {
        written = in;
        return OffLoop.fileAction(name(), file.channel()::close).inAnyCase();
      }
      closeStreams();
      value(written);
      value(in);
      return end(null);
    }
  }

  private void closeStreams() {
    source.close();
    input.close();
    output.close();
  }

  /** The stream's ends on the loop's side. */
  private final class Ends implements Endpoint {
    @Override
    public void check() {
      Loops.check(loop, AsyncFile.this);
    }

    @Override
    public void wantRead() {
      source.want();
    }

    @Override
    public void wantWrite() {
      // The sink says when it is ready for more, unasked.
    }

    void readable() {
      input.ready();
    }

    void writable() {
      output.ready();
    }

    @Override
    public String toString() {
      return AsyncFile.this.toString();
    }
  }
}
