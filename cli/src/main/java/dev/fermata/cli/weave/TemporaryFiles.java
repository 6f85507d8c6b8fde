package dev.fermata.cli.weave;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of files that are not complete yet, and the removal of those that a killed run left
 * behind. A name tells the process that writes the file, so that two runs at one time do not remove
 * each other's. Any thread may call it.
 */
final class TemporaryFiles {
  private static final String PREFIX = ".fermata-";
  private static final String SUFFIX = ".tmp";
  private static final Pattern NAME =
      Pattern.compile("\\.fermata-(\\d{1,18})-([0-9a-f]+)-\\d+\\.tmp");

  private static final long PROCESS = ProcessHandle.current().pid();

  /** In a container every run may have the same process number. */
  private static final String RUN = Long.toHexString(ThreadLocalRandom.current().nextLong());

  private static final AtomicLong COUNTER = new AtomicLong();

  private TemporaryFiles() {}

  /** A new name in a folder. */
  static Path in(Path folder) {
    return folder.resolve(PREFIX + PROCESS + "-" + RUN + "-" + COUNTER.incrementAndGet() + SUFFIX);
  }

  /** Whether a file is an incomplete one of any run. */
  static boolean isTemporary(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith(PREFIX) && name.endsWith(SUFFIX);
  }

  /** Removes from a folder what runs left behind that do not run any more. */
  static void removeStale(Path folder) throws IOException {
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(folder, file -> isTemporary(file) && isStale(file))) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static boolean isStale(Path file) {
    Matcher name = NAME.matcher(file.getFileName().toString());
    if (!name.matches()) {
      return true; // made by another version of the tool, or by hand
    }
    if (RUN.equals(name.group(2))) {
      return false;
    }
    long process = Long.parseLong(name.group(1));
    return process == PROCESS
        || !ProcessHandle.of(process).map(ProcessHandle::isAlive).orElse(false);
  }
}
