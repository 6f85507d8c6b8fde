package dev.fermata.io;

import java.nio.file.OpenOption;

/** What {@link AsyncFile#open} can do besides what the JDK's options say. */
public enum AsyncOpenOption implements OpenOption {
  /**
   * Reads the stream a piece of up to 64 KiB ahead: the first one while the file is opened, so that
   * a small file needs one use of another thread in all, and the next one while the piece before is
   * used. The size is that at the opening, and is told at once.
   *
   * <p>For a file that nobody changes meanwhile: what others write later may be seen or not. The
   * open fails where the first read does, so that of a folder, with a {@link
   * java.nio.file.FileSystemException}. What tells no size, such as the files of {@code /proc}, is
   * read when somebody asks, as without this option. With an option to write it is an {@link
   * IllegalArgumentException}.
   */
  READ_AHEAD
}
