package dev.fermata.cli.run;

import dev.fermata.cli.weave.BadInputException;
import dev.fermata.cli.weave.IoProblems;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.JavaCompiler.CompilationTask;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import org.jspecify.annotations.Nullable;

/** Compiles one source file with the JDK's own compiler; nothing is written to the disk. */
final class SourceCompiler {
  private final JavaCompiler javac;
  private final List<Path> classPath;

  /**
   * Makes a compiler.
   *
   * @param javac the JDK's; null in a Java that has none
   */
  SourceCompiler(@Nullable JavaCompiler javac, List<Path> classPath) throws BadInputException {
    if (javac == null) {
      throw new BadInputException(
          "this Java ("
              + System.getProperty("java.home")
              + ") has no compiler; run needs a JDK, version 17 or newer");
    }
    this.javac = javac;
    this.classPath = List.copyOf(classPath);
  }

  /**
   * Compiles.
   *
   * @param err takes what javac says, as javac says it
   * @return null if the file has errors
   */
  @Nullable CompiledSource compile(Path file, PrintWriter err) throws BadInputException {
    checkReadable(file);
    try (StandardJavaFileManager files =
            javac.getStandardFileManager(null, null, StandardCharsets.UTF_8);
        InMemoryClassFiles output = new InMemoryClassFiles(files)) {
      Iterable<? extends JavaFileObject> sources = files.getJavaFileObjects(file);
      CompilationTask task = javac.getTask(err, output, null, options(), null, sources);
      TopLevelTypes types = TopLevelTypes.of(task, sources.iterator().next());
      boolean done = task.call();
      err.flush();
      return done ? new CompiledSource(List.copyOf(types.names()), output.toMap()) : null;
    } catch (IOException e) {
      throw new BadInputException(IoProblems.describe(file, e));
    }
  }

  private List<String> options() {
    String path =
        classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    // Processors on the class path belong to a build, not to one file.
    return List.of("-g", "-proc:none", "-classpath", path);
  }

  private static void checkReadable(Path file) throws BadInputException {
    try {
      if (Files.isDirectory(file)) {
        throw new BadInputException(file + ": a folder; run takes one .java file");
      }
      file.getFileSystem().provider().checkAccess(file, java.nio.file.AccessMode.READ);
    } catch (IOException e) {
      throw new BadInputException(IoProblems.describe(file, e));
    }
    if (!file.toString().toLowerCase(Locale.ROOT).endsWith(".java")) {
      throw new BadInputException(file + ": run takes one .java file");
    }
  }
}
