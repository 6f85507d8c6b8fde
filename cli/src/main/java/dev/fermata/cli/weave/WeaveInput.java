package dev.fermata.cli.weave;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;

/** A folder or a JAR that holds classes; opening it reads its table of contents. */
sealed interface WeaveInput extends Closeable permits ClassFolder, ClassJar {
  /**
   * Opens a folder or a JAR.
   *
   * @param nested whether the JARs inside of a JAR are opened too
   */
  static WeaveInput open(Path path, boolean nested) throws BadInputException {
    try {
      if (Files.isDirectory(path)) {
        return ClassFolder.open(path);
      }
      if (path.toString().toLowerCase(Locale.ROOT).endsWith(".class")) {
        throw new BadInputException(
            path + ": give the folder or the JAR that holds the class file");
      }
      // Tells apart what is missing from what is no JAR, which JarFile does not.
      path.getFileSystem().provider().checkAccess(path, java.nio.file.AccessMode.READ);
      return ClassJar.open(path, nested);
    } catch (IOException e) {
      throw new BadInputException(IoProblems.describe(path, e));
    }
  }

  /** How a user finds it. */
  String name();

  /** How a user finds the file of this name in it. */
  String describe(String file);

  /** The JARs inside of it that were opened, by the names of their entries. */
  SortedMap<String, ? extends WeaveInput> nested();

  /** Whether there are JARs inside of it that were not opened. */
  boolean hasJarsLeftOut();

  /** Whether its content is signed. */
  boolean isSigned();

  /** Whether it is an archive with something in front, which would get lost. */
  boolean hasPreamble();

  /** The folder or JAR, and all JARs inside of it: what a class path has to list. */
  List<Path> files();

  /** The names of all class files, in a fixed order, but not of those in nested JARs. */
  List<String> classNames();

  /**
   * Reads a class file. Many threads may do so at once.
   *
   * @throws IOException with one line that names the file and says what is wrong
   */
  byte[] read(String name) throws IOException;

  /** Plans to replace what was woven. */
  void planInPlace(WovenSet woven, WritePlan plan) throws BadInputException;

  /** Plans a full copy of the input, woven, in another folder. */
  void planCopy(WovenSet woven, Path folder, WritePlan plan) throws BadInputException;

  @Override
  void close() throws IOException;
}
