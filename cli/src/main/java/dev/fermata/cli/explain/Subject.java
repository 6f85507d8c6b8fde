package dev.fermata.cli.explain;

import dev.fermata.cli.weave.BadInputException;
import dev.fermata.cli.weave.ClassFileStructure;
import dev.fermata.cli.weave.IoProblems;
import dev.fermata.compiler.classfile.ClassBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The class that is to be explained.
 *
 * @param name what the user calls it
 * @param bytes its class file
 * @param method the only method that is asked about, or null for all
 */
@SuppressWarnings("ArrayRecordComponent") // class bytes are compared by nobody
public record Subject(String name, byte[] bytes, @Nullable String method) {
  /**
   * Finds it.
   *
   * @param target a class file, or the name of a class, perhaps with a method behind it; a nested
   *     class may be written with a dot or with a dollar sign
   * @param classes where classes are found
   * @throws BadInputException if there is no such class, or it is no class file
   */
  public static Subject find(String target, ClassBytes classes) throws BadInputException {
    Subject subject = target.endsWith(".class") ? read(Path.of(target)) : search(target, classes);
    String defect = ClassFileStructure.defect(subject.bytes);
    if (defect != null) {
      throw new BadInputException(subject.name + ": " + defect);
    }
    return subject;
  }

  private static Subject read(Path file) throws BadInputException {
    try {
      return new Subject(file.toString(), Files.readAllBytes(file), null);
    } catch (IOException e) {
      throw new BadInputException(IoProblems.describe(file, e));
    }
  }

  private static Subject search(String target, ClassBytes classes) throws BadInputException {
    Subject whole = searchClass(target, null, classes);
    if (whole != null) {
      return whole;
    }
    int dot = target.lastIndexOf('.');
    Subject withMethod =
        dot <= 0 ? null : searchClass(target.substring(0, dot), target.substring(dot + 1), classes);
    if (withMethod == null) {
      throw new BadInputException(
          target
              + ": no such class is found; give its full name, and the folder or JAR that holds it"
              + " in front of it or with --classpath");
    }
    return withMethod;
  }

  /** Takes the last dots for those of nested classes, one after the other. */
  private static @Nullable Subject searchClass(
      String name, @Nullable String method, ClassBytes classes) {
    String internalName = name.replace('.', '/');
    while (true) {
      byte[] bytes = classes.find(internalName);
      if (bytes != null) {
        return new Subject(internalName.replace('/', '.'), bytes, method);
      }
      int slash = internalName.lastIndexOf('/');
      if (slash < 0) {
        return null;
      }
      internalName = internalName.substring(0, slash) + "$" + internalName.substring(slash + 1);
    }
  }
}
