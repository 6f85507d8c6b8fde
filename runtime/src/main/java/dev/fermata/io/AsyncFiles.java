package dev.fermata.io;

import dev.fermata.AsyncIterable;
import dev.fermata.Coroutine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whole files, as {@link Files} has them, without holding up the loop; each fails with an {@link
 * IOException}. What is not here, such as a walk through folders, goes into {@code
 * Fermata.toThread}.
 */
public final class AsyncFiles {
  /** So many bytes are copied between two looks whether the task was cancelled. */
  private static final long CHUNK = 4 << 20;

  private AsyncFiles() {}

  /** Reads a file; a cancel waits until that is done. */
  public static Coroutine<byte[]> readAllBytes(Path path) {
    Objects.requireNonNull(path, "path");
    return OffLoop.file("AsyncFiles.readAllBytes", call -> Files.readAllBytes(path));
  }

  /** Reads a file of text in UTF-8; fails if it isn't. */
  public static Coroutine<String> readString(Path path) {
    Objects.requireNonNull(path, "path");
    return OffLoop.file("AsyncFiles.readString", call -> Files.readString(path));
  }

  /** Writes a file; {@link Files#write} says what the options do, and what none do. */
  public static Coroutine<@Nullable Void> write(Path path, byte[] bytes, OpenOption... options) {
    Objects.requireNonNull(path, "path");
    byte[] copy = bytes.clone();
    OpenOption[] how = options.clone();
    return OffLoop.fileAction("AsyncFiles.write", () -> Files.write(path, copy, how));
  }

  /** As {@link #write}, of text in UTF-8. */
  public static Coroutine<@Nullable Void> writeString(
      Path path, String text, OpenOption... options) {
    return write(path, text.getBytes(StandardCharsets.UTF_8), options);
  }

  /** The lines of a file of UTF-8, which is open while the loop over them goes on. */
  public static AsyncIterable<String> lines(Path path) {
    Objects.requireNonNull(path, "path");
    return () -> new FileLines(path);
  }

  /**
   * Copies a file's bytes to another file, which must not exist unless {@code TRUNCATE_EXISTING} is
   * given. Where the copy fails or is cancelled in the middle, a file that it made is deleted.
   *
   * @return the coroutine of how many bytes were copied
   */
  public static Coroutine<Long> copy(Path from, Path to, OpenOption... options) {
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(to, "to");
    Set<OpenOption> how = new HashSet<>(Arrays.asList(options));
    boolean isNew = !how.contains(StandardOpenOption.TRUNCATE_EXISTING);
    how.add(StandardOpenOption.WRITE);
    how.add(isNew ? StandardOpenOption.CREATE_NEW : StandardOpenOption.CREATE);
    return OffLoop.file(
        "AsyncFiles.copy",
        call -> {
          try (FileChannel source = FileChannel.open(from);
              FileChannel target = FileChannel.open(to, how)) {
            try {
              return copy(source, target, call);
            } catch (IOException | RuntimeException e) {
              if (isNew) {
                Files.deleteIfExists(to);
              }
              throw e;
            }
          }
        });
  }

  private static long copy(FileChannel source, FileChannel target, OffLoop<Long> call)
      throws IOException {
    long position = 0;
    ByteBuffer piece = ByteBuffer.allocate(ArrayPool.SIZE);
    while (true) {
      call.checkCancel();
      long copied = source.transferTo(position, CHUNK, target);
      position += copied;
      // Files of the system, such as those of /proc, have a size of 0 and bytes all the same.
      if (copied == 0) {
        if (source.read(piece.clear(), position) < 0) {
          return position;
        }
        piece.flip();
        position += piece.remaining();
        while (piece.hasRemaining()) {
          target.write(piece);
        }
      }
    }
  }
}
