package dev.fermata.cli.weave;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** A folder or a JAR that holds classes; opening it reads its table of contents. */
sealed interface WeaveInput extends Closeable permits ClassFolder, ClassJar {
  /** Opens a folder or a JAR. */
  static WeaveInput open(Path path) throws BadInputException {
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
      return ClassJar.open(path);
    } catch (IOException e) {
      throw new BadInputException(IoProblems.describe(path, e));
    }
  }

  /** The path that the user gave. */
  Path path();

  /** How a user finds the file of this name. */
  String describe(String name);

  /**
   * Reads all class files, in a fixed order.
   *
   * @param findings takes those that can't be read
   */
  void forEachClass(Findings findings, ClassFileConsumer consumer);

  /** Plans to replace what was woven. */
  void planInPlace(WovenSet woven, WritePlan plan) throws BadInputException;

  /** Plans a full copy of the input, woven, in another folder. */
  void planCopy(WovenSet woven, Path folder, WritePlan plan) throws BadInputException;

  @Override
  void close() throws IOException;

  /** Takes a class file. */
  @FunctionalInterface
  interface ClassFileConsumer {
    /** Takes one, by its name relative to the input. */
    void accept(String name, byte[] bytes);
  }
}
