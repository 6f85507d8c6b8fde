package dev.fermata.cli.weave;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The JARs and WARs inside of a JAR, as temporary files: only a file's table of contents can be
 * read without reading all of it.
 */
final class NestedJars implements Closeable {
  /** An EAR holds WARs, which hold JARs; what is much deeper holds itself. */
  static final int MAX_DEPTH = 4;

  private final SortedMap<String, ClassJar> jars = new TreeMap<>();
  private final List<Path> temporaries = new ArrayList<>();

  private NestedJars() {}

  static NestedJars none() {
    return new NestedJars();
  }

  /** Whether an entry of this name is a JAR or a WAR. */
  static boolean isJar(ZipEntry entry) {
    String name = entry.getName().toLowerCase(Locale.ROOT);
    return !entry.isDirectory() && (name.endsWith(".jar") || name.endsWith(".war"));
  }

  /**
   * Opens all of them, and those inside of them.
   *
   * @param outer how the user finds the JAR that they are in
   * @param depth how many JARs are around them
   */
  static NestedJars open(String outer, ZipFile zip, List<? extends ZipEntry> entries, int depth)
      throws BadInputException {
    NestedJars nested = new NestedJars();
    try {
      for (ZipEntry entry : entries) {
        if (isJar(entry)) {
          nested.add(outer + "!/" + entry.getName(), zip, entry, depth);
        }
      }
      return nested;
    } catch (BadInputException | RuntimeException e) {
      nested.closeAfter(e);
      throw e;
    }
  }

  private void add(String name, ZipFile zip, ZipEntry entry, int depth) throws BadInputException {
    if (depth > MAX_DEPTH) {
      throw new BadInputException(name + ": more than " + MAX_DEPTH + " JARs are around this one");
    }
    try (InputStream in = zip.getInputStream(entry)) {
      Path file = Files.createTempFile("fermata-", ".jar");
      temporaries.add(file);
      file.toFile().deleteOnExit(); // where the tool is interrupted
      Files.copy(in, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      jars.put(entry.getName(), ClassJar.openNested(name, file, depth));
    } catch (IOException e) {
      throw new BadInputException(name + ": " + IoProblems.reason(e));
    }
  }

  SortedMap<String, ClassJar> jars() {
    return Collections.unmodifiableSortedMap(jars);
  }

  private void closeAfter(Exception cause) {
    try {
      close();
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  @Override
  public void close() throws IOException {
    for (ClassJar jar : jars.values()) {
      jar.close();
    }
    for (Path file : temporaries) {
      Files.deleteIfExists(file);
    }
  }
}
