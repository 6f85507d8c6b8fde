package dev.fermata.tests.oracle;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.eclipse.jdt.internal.compiler.tool.EclipseCompiler;

/** Compiles source files in process, and gives the class files by internal name. */
public final class SourceCompiler {
  private SourceCompiler() {}

  /** Compiles with javac and debug information, as a user does. */
  public static SortedMap<String, byte[]> javac(List<Path> sources, Path output) {
    return compile(
        ToolProvider.getSystemJavaCompiler(), List.of("--release", "17", "-g"), sources, output);
  }

  /** The same with Eclipse's compiler. */
  public static SortedMap<String, byte[]> ecj(List<Path> sources, Path output) {
    return compile(
        new EclipseCompiler(), List.of("--release", "17", "-g", "-nowarn"), sources, output);
  }

  static SortedMap<String, byte[]> compile(
      Build build, int release, List<Path> sources, Path output) {
    JavaCompiler compiler =
        build.compiler() == Build.Compiler.JAVAC
            ? ToolProvider.getSystemJavaCompiler()
            : new EclipseCompiler();
    List<String> options = new ArrayList<>();
    options.addAll(List.of("--release", Integer.toString(release)));
    options.add(build.debug() ? "-g" : "-g:none");
    options.add(build.compiler() == Build.Compiler.JAVAC ? "-Xlint:none" : "-nowarn");
    return compile(compiler, options, sources, output);
  }

  private static SortedMap<String, byte[]> compile(
      JavaCompiler compiler, List<String> options, List<Path> sources, Path output) {
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
      Files.createDirectories(output);
      files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(output));
      files.setLocationFromPaths(
          StandardLocation.CLASS_PATH,
          Stream.of(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
              .map(Path::of)
              .toList());
      Iterable<? extends JavaFileObject> units = files.getJavaFileObjectsFromPaths(sources);
      if (!compiler.getTask(messages, files, null, options, null, units).call()) {
        throw new AssertionError("the sources don't compile:\n" + messages);
      }
      return classFiles(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The class files below a folder, by internal name. */
  static SortedMap<String, byte[]> classFiles(Path output) throws IOException {
    SortedMap<String, byte[]> classes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(output)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
        String name = output.relativize(file).toString().replace('\\', '/');
        classes.put(name.substring(0, name.length() - ".class".length()), Files.readAllBytes(file));
      }
    }
    return classes;
  }
}
