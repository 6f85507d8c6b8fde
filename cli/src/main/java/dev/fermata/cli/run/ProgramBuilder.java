package dev.fermata.cli.run;

import dev.fermata.Fermata;
import dev.fermata.annotations.Async;
import dev.fermata.cli.weave.BadInputException;
import dev.fermata.cli.weave.ClassPath;
import dev.fermata.cli.weave.ClassWeaver;
import dev.fermata.cli.weave.Findings;
import dev.fermata.compiler.CompilationResult;
import dev.fermata.compiler.CompilerOptions;
import dev.fermata.compiler.classfile.ClassBytes;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.tools.JavaCompiler;
import org.jspecify.annotations.Nullable;

/** Makes a program of one source file: compiles it, weaves it, finds its main method. */
public final class ProgramBuilder {
  private final @Nullable JavaCompiler javac;
  private final ClassWeaver.Factory weavers;
  private final List<Path> classPath;

  /**
   * Makes a builder.
   *
   * @param javac the JDK's; null in a Java that has none
   * @param classPath the user's, beside Fermata's own classes
   */
  public ProgramBuilder(
      @Nullable JavaCompiler javac, ClassWeaver.Factory weavers, List<Path> classPath) {
    this.javac = javac;
    this.weavers = weavers;
    this.classPath = List.copyOf(classPath);
  }

  /**
   * Makes the program.
   *
   * @param err takes compile errors and diagnostics
   * @return null if there are errors; they have been printed
   */
  public @Nullable Program build(Path file, List<String> arguments, PrintWriter err)
      throws BadInputException, IOException {
    CompiledSource source = new SourceCompiler(javac, compileClassPath()).compile(file, err);
    if (source == null) {
      return null;
    }
    Findings findings = new Findings();
    CompiledSource woven = weave(source, findings);
    findings.print(err);
    return findings.hasErrors() ? null : Program.of(woven, file, classPath, arguments);
  }

  private CompiledSource weave(CompiledSource source, Findings findings)
      throws IOException, BadInputException {
    SortedMap<String, byte[]> woven = new TreeMap<>();
    try (ClassPath found = new ClassPath()) {
      for (Path path : classPath) {
        found.add(path);
      }
      ClassWeaver weaver =
          weavers.create(CompilerOptions.DEFAULT, inFrontOf(source.classes(), found));
      source
          .classes()
          .forEach(
              (name, bytes) -> {
                CompilationResult result = weaver.weave(name.replace('/', '.'), bytes, findings);
                woven.put(name, result.bytes());
                woven.putAll(result.generated());
              });
    }
    return source.with(woven);
  }

  private static ClassBytes inFrontOf(SortedMap<String, byte[]> classes, ClassBytes rest) {
    return internalName -> {
      byte[] bytes = classes.get(internalName);
      return bytes == null ? rest.find(internalName) : bytes;
    };
  }

  private List<Path> compileClassPath() {
    Set<Path> paths = new LinkedHashSet<>(classPath);
    paths.add(originOf(Fermata.class));
    paths.add(originOf(Async.class));
    return new ArrayList<>(paths);
  }

  private static Path originOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
