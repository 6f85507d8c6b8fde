package dev.fermata.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An open file, as other threads use it: all that may take long is done here.
 *
 * @param isSeekable whether it has positions, which named pipes and terminals have not
 * @param first what was read ahead, or null
 * @param size in bytes at the opening; -1 if it was not asked for
 */
record OpenedFile(FileChannel channel, boolean isSeekable, @Nullable Piece first, long size) {
  /** Where a file seems to have ended, it may have grown. */
  private static final int LEAST = 512;

  /**
   * How to open a file.
   *
   * @param options those of the JDK
   * @param isAhead whether it is read ahead
   */
  record Way(Set<OpenOption> options, boolean isAhead) {
    boolean isWritable() {
      return options.contains(StandardOpenOption.WRITE)
          || options.contains(StandardOpenOption.APPEND);
    }
  }

  /**
   * Looks through the options.
   *
   * @throws IllegalArgumentException if some don't go together
   */
  static Way way(OpenOption... options) {
    Set<OpenOption> others = new HashSet<>(Arrays.asList(options));
    boolean isAhead = others.remove(AsyncOpenOption.READ_AHEAD);
    Way way = new Way(others, isAhead);
    if (isAhead && way.isWritable()) {
      throw new IllegalArgumentException("READ_AHEAD is for files that are read only");
    }
    return way;
  }

  /** Opens a file. */
  static OpenedFile open(Path path, Way way) throws IOException {
    FileChannel channel = FileChannel.open(path, way.options());
    try {
      boolean isSeekable = isSeekable(channel);
      return way.isAhead() && isSeekable
          ? ahead(path, channel)
          : new OpenedFile(channel, isSeekable, null, -1);
    } catch (IOException | RuntimeException | Error e) {
      channel.close();
      throw e;
    }
  }

  private static boolean isSeekable(FileChannel channel) {
    try {
      return channel.position() >= 0;
    } catch (IOException illegalSeek) {
      return false;
    }
  }

  private static OpenedFile ahead(Path path, FileChannel channel) throws IOException {
    long size = channel.size();
    try {
      if (size > 0) {
        Piece first = new Piece();
        OpenedFile opened = new OpenedFile(channel, true, first, size);
        opened.read(first, 0, size);
        return opened;
      }
      if (!Files.isDirectory(path)) {
        return new OpenedFile(channel, true, null, size);
      }
    } catch (IOException e) {
      if (!Files.isDirectory(path)) {
        throw e;
      }
    }
    throw new FileSystemException(path.toString(), null, "it is a folder");
  }

  /** Reads a piece. */
  void read(Piece into, long position) throws IOException {
    read(into, position, isSeekable ? channel.size() : 0);
  }

  /**
   * Tells of the end with what is before it, where the file has a size; those of /proc have none.
   */
  private void read(Piece piece, long position, long now) throws IOException {
    int read = read(piece.room(room(now, position)), position);
    piece.isRead(read < 0 || (now > 0 && position + read >= now));
  }

  /** How many bytes to read at a time: no more than there seem to be. */
  private static int room(long size, long position) {
    return size == 0 ? Piece.MOST : (int) Math.min(Piece.MOST, Math.max(LEAST, size - position));
  }

  private int read(ByteBuffer into, long position) throws IOException {
    return isSeekable ? channel.read(into, position) : channel.read(into);
  }

  /** Reads at a position until a buffer is full; returns how many bytes, or -1 at the end. */
  int readFully(ByteBuffer into, long position) throws IOException {
    int begin = into.position();
    int read = 0;
    while (read >= 0 && into.hasRemaining()) {
      read = channel.read(into, position + into.position() - begin);
    }
    int all = into.position() - begin;
    return all == 0 && read < 0 ? -1 : all;
  }

  /** Writes all of a buffer. */
  void write(ByteBuffer bytes, long position) throws IOException {
    if (isSeekable) {
      writeFully(bytes, position);
      return;
    }
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Writes all of a buffer at a position. */
  void writeFully(ByteBuffer bytes, long position) throws IOException {
    int begin = bytes.position();
    while (bytes.hasRemaining()) {
      channel.write(bytes, position + bytes.position() - begin);
    }
  }
}
