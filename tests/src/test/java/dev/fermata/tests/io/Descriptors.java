package dev.fermata.tests.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The file descriptors of this process. */
final class Descriptors {
  private static final Path ALL = Path.of("/proc/self/fd");

  private Descriptors() {}

  /** Only Linux lists them. */
  static boolean areListed() {
    return Files.isDirectory(ALL);
  }

  static long count() throws IOException {
    try (Stream<Path> all = Files.list(ALL)) {
      return all.count();
    }
  }
}
