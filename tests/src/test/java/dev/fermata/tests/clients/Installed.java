package dev.fermata.tests.clients;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Finds programs that tests start, which a machine may lack. */
public final class Installed {
  /** Debian keeps those of PostgreSQL beside the path, in a folder a version. */
  private static final Path POSTGRESQL = Path.of("/usr/lib/postgresql");

  private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

  private Installed() {}

  /**
   * The program's file. Where it is not installed the test is skipped, and says why; in CI, which
   * installs it, that is a failure.
   *
   * @param debianPackage where Debian has it
   */
  public static Path find(String program, String debianPackage) throws IOException {
    return find(program, debianPackage, "true".equals(System.getenv("CI")));
  }

  static Path find(String program, String debianPackage, boolean required) throws IOException {
    for (Path folder : folders()) {
      Path file = folder.resolve(program);
      if (Files.isExecutable(file)) {
        return file;
      }
    }
    String reason = program + " is not installed: apt-get install " + debianPackage;
    if (!required && TOLD.add(reason)) {
      // The reason of a skipped test is in Surefire's files only.
      System.err.println("Tests are skipped: " + reason);
    }
    return required ? fail(reason) : abort(reason);
  }

  private static List<Path> folders() throws IOException {
    List<Path> folders = new ArrayList<>();
    for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
      folders.add(Path.of(folder));
    }
    if (Files.isDirectory(POSTGRESQL)) {
      try (DirectoryStream<Path> versions = Files.newDirectoryStream(POSTGRESQL)) {
        versions.forEach(version -> folders.add(version.resolve("bin")));
      }
    }
    return folders;
  }
}
