package dev.fermata.cli.weave;

import dev.fermata.compiler.classfile.ClassBytes;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  /** Where a JAR, an executable archive of Spring Boot and a web application have their classes. */
  private static final List<String> ROOTS = List.of("", "BOOT-INF/classes/", "WEB-INF/classes/");

  private final List<ClassBytes> elements = new ArrayList<>();
  private final Map<Path, JarFile> jars = new LinkedHashMap<>();
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

  /**
   * Adds a folder or a JAR that may also be a web application or an executable archive, whose
   * classes are further down.
   */
  void addWithRoots(Path path) throws BadInputException {
    for (String root : ROOTS) {
      add(path, root);
    }
  }

  /** Adds a folder or a JAR; a path where nothing is has no classes, as for javac. */
  public void add(Path path) throws BadInputException {
    add(path, "");
  }

  private void add(Path path, String root) throws BadInputException {
    if (Files.isDirectory(path)) {
      elements.add(name -> read(path.resolve(root + name + ".class")));
    } else if (Files.exists(path)) {
      try {
        JarFile jar = open(path);
        elements.add(name -> read(jar, root + name + ".class"));
      } catch (IOException e) {
        throw new BadInputException(IoProblems.describe(path, e));
      }
    }
  }

  private JarFile open(Path path) throws IOException {
    JarFile jar = jars.get(path);
    if (jar == null) {
      jar = new JarFile(path.toFile(), false, ZipFile.OPEN_READ, JarFile.runtimeVersion());
      jars.put(path, jar);
    }
    return jar;
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
    for (JarFile jar : jars.values()) {
      jar.close();
    }
  }
}
