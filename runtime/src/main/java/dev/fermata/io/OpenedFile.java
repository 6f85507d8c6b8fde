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
 * What another thread has done to open a file.
 *
 * @param first what was read ahead, or null
 * @param size in bytes; -1 if it was not asked for
 */
record OpenedFile(FileChannel channel, @Nullable Piece first, long size) {
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

  /** Opens a file; on the thread that may wait for it. */
  static OpenedFile open(Path path, Way way) throws IOException {
    FileChannel channel = FileChannel.open(path, way.options());
    if (!way.isAhead()) {
      return new OpenedFile(channel, null, -1);
    }
    try {
      return ahead(path, channel);
    } catch (IOException | RuntimeException | Error e) {
      channel.close();
      throw e;
    }
  }

  private static OpenedFile ahead(Path path, FileChannel channel) throws IOException {
    long size = channel.size();
    try {
      if (size > 0) {
        Piece first = new Piece();
        read(channel, first, 0, size);
        return new OpenedFile(channel, first, size);
      }
      if (!Files.isDirectory(path)) {
        return new OpenedFile(channel, null, size);
      }
    } catch (IOException e) {
      if (!Files.isDirectory(path)) {
        throw e;
      }
    }
    throw new FileSystemException(path.toString(), null, "it is a folder");
  }

  /** Reads a piece of a file; on a thread that may wait for it. */
  static void read(FileChannel channel, Piece into, long position) throws IOException {
    read(channel, into, position, channel.size());
  }

  /**
   * Tells of the end with what is before it, where the file has a size; those of /proc have none.
   */
  private static void read(FileChannel channel, Piece piece, long position, long size)
      throws IOException {
    ByteBuffer into = piece.room(room(size, position));
    int read = channel.read(into, position);
    piece.isRead(read < 0 || (size > 0 && position + read >= size));
  }

  /** How many bytes to read at a time: no more than there seem to be. */
  private static int room(long size, long position) {
    return size == 0 ? Piece.MOST : (int) Math.min(Piece.MOST, Math.max(LEAST, size - position));
  }
}
