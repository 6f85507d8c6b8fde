package dev.fermata.tests.io;

import dev.fermata.tests.programs.WovenProgram;
import java.nio.file.Path;

/** The programs of these tests. */
final class IoPrograms {
  private static final Path FOLDER = Path.of("src", "test", "programs");

  private IoPrograms() {}

  /** A program, with what all of them share. */
  static WovenProgram of(String file) {
    return WovenProgram.of(FOLDER.resolve(file), FOLDER.resolve("Peers.java"));
  }
}
