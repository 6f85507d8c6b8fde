package dev.fermata.tests.clients;

import dev.fermata.tests.programs.WovenProgram;
import java.nio.file.Path;

/** The programs of these tests. */
final class Programs {
  private static final Path FOLDER = Path.of("src", "test", "programs");

  /** What docs/clients.md shows. */
  static final Path SHOWN = FOLDER.resolve("Clients.java");

  private Programs() {}

  static WovenProgram of(String file) {
    return WovenProgram.of(FOLDER.resolve(file), SHOWN, FOLDER.resolve("Here.java"));
  }
}
