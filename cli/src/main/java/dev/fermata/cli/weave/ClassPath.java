package dev.fermata.cli.weave;

import dev.fermata.compiler.classfile.ClassBytes;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Finds class bytes in folders and JARs, in their order, and then among the classes of this JVM:
 * the JDK's, and Fermata's runtime. Keeps the JARs open until it is closed; may be used by many
 * threads.
 */
public final class ClassPath implements ClassBytes, Closeable {
  private final List<ClassBytes> elements = new ArrayList<>();
  private final List<JarFile> jars = new ArrayList<>();
  private final ClassBytes rest = ClassBytes.of(ClassLoader.getSystemClassLoader());

  /** Splits a class path as Java does, also {@code lib/*}. */
  public static List<Path> split(@Nullable String classPath) throws BadInputException {
    List<Path> paths = new ArrayList<>();
    if (classPath == null) {
      return paths;
    }
    for (String element : classPath.split(File.pathSeparator, -1)) {
      if (element.equals("*") || element.endsWith("/*") || element.endsWith(File.separator + "*")) {
        addJars(
            Path.of(element.equals("*") ? "." : element.substring(0, element.length() - 2)), paths);
      } else {
        paths.add(Path.of(element.isEmpty() ? "." : element));
      }
    }
    return paths;
  }

  private static void addJars(Path folder, List<Path> paths) throws BadInputException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.{jar,JAR}")) {
      files.forEach(found::add);
    } catch (IOException e) {
      throw new BadInputException(IoProblems.describe(folder, e));
    }
    found.sort(null);
    paths.addAll(found);
  }

  /** Adds a folder or a JAR; a path where nothing is has no classes, as for javac. */
  public void add(Path path) throws BadInputException {
    if (Files.isDirectory(path)) {
      elements.add(name -> read(path.resolve(name + ".class")));
    } else if (Files.exists(path)) {
      try {
        JarFile jar =
            new JarFile(path.toFile(), false, ZipFile.OPEN_READ, JarFile.runtimeVersion());
        jars.add(jar);
        elements.add(name -> read(jar, name + ".class"));
      } catch (IOException e) {
        throw new BadInputException(IoProblems.describe(path, e));
      }
    }
  }

  @Override
  public byte @Nullable [] find(String internalName) {
    for (ClassBytes element : elements) {
      byte[] bytes = element.find(internalName);
      if (bytes != null) {
        return bytes;
      }
    }
    return rest.find(internalName);
  }

  private static byte @Nullable [] read(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.readAllBytes(file) : null;
    } catch (IOException e) {
      return null;
    }
  }

  private static byte @Nullable [] read(JarFile jar, String name) {
    ZipEntry entry = jar.getEntry(name);
    if (entry == null) {
      return null;
    }
    try (var in = jar.getInputStream(entry)) {
      return in.readAllBytes();
    } catch (IOException e) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    for (JarFile jar : jars) {
      jar.close();
    }
  }
}
