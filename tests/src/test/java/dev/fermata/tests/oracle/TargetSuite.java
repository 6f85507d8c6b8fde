package dev.fermata.tests.oracle;

import dev.fermata.tests.probe.Probe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A set of targets in one build: its unwoven classes, as the oracle runs them, and woven. */
public final class TargetSuite {
  private static final Path OUTPUT = Path.of("target", "targets");
  private static final Map<Build, TargetSuite> ALL_TARGETS = new ConcurrentHashMap<>();

  private final Build build;
  private final SortedMap<String, byte[]> classes;

  /** The same, but with the loops of the oracle. */
  private final SortedMap<String, byte[]> oracleClasses;

  private final ClassLoader oracle;
  private @Nullable WovenTargets woven;

  private TargetSuite(
      Build build, SortedMap<String, byte[]> classes, SortedMap<String, byte[]> oracleClasses) {
    this.build = build;
    this.classes = classes;
    this.oracleClasses = oracleClasses;
    oracle = oracleLoader(oracleClasses);
  }

  /** A loader of its own for the classes as the oracle runs them. */
  static ClassLoader oracleLoader(SortedMap<String, byte[]> classes) {
    SortedMap<String, byte[]> redirected = new TreeMap<>(classes);
    redirected.replaceAll((name, bytes) -> OracleRedirect.apply(bytes));
    return new BytesLoader(redirected);
  }

  /** The targets of {@code src/test/targets}, compiled and woven once for each build. */
  static TargetSuite of(Build build) {
    return ALL_TARGETS.computeIfAbsent(
        build,
        key -> {
          Path output = OUTPUT.resolve(key.folder());
          SortedMap<String, byte[]> classes = new TreeMap<>();
          SortedMap<String, byte[]> oracle = new TreeMap<>();
          for (String folder : List.of("targets", "targets21")) {
            int release = folder.equals("targets") ? 17 : 21;
            if (Runtime.version().feature() >= release) {
              Map<String, String> sources = TargetSources.read(Path.of("src", "test", folder));
              SortedMap<String, byte[]> compiled =
                  compile(key, release, sources, output.resolve(folder));
              classes.putAll(compiled);
              oracle.putAll(
                  forOracle(compiled, key, release, sources, output.resolve(folder + "-oracle")));
            }
          }
          return new TargetSuite(key, classes, oracle);
        });
  }

  /**
   * Other targets.
   *
   * @param sources by file name
   * @param output a folder of their own
   */
  public static TargetSuite of(Build build, Map<String, String> sources, Path output) {
    return of(build, 17, sources, output);
  }

  /** The same, compiled for another release of Java. */
  static TargetSuite of(Build build, int release, Map<String, String> sources, Path output) {
    SortedMap<String, byte[]> classes = compile(build, release, sources, output);
    return new TargetSuite(
        build,
        classes,
        forOracle(
            classes,
            build,
            release,
            sources,
            output.resolveSibling(output.getFileName() + "-oracle")));
  }

  /** The same classes, not initialised. */
  TargetSuite withLoadersOfItsOwn() {
    return new TargetSuite(build, classes, oracleClasses);
  }

  /**
   * What the comments {@code // WARNING: FER-122} of the targets demand, for example {@code FER-122
   * LoopsTarget:17}; without the line where the build has none.
   */
  List<String> expectedWarnings() {
    return TargetSources.warnings(build, Path.of("src", "test", "targets"));
  }

  /** How it was built. */
  public Build build() {
    return build;
  }

  /** The unwoven classes by internal name. */
  SortedMap<String, byte[]> classes() {
    return classes;
  }

  /** The unwoven classes by internal name, as the oracle wants them compiled. */
  SortedMap<String, byte[]> oracleClasses() {
    return oracleClasses;
  }

  /** The classes, woven when they are asked for first. */
  public synchronized WovenTargets woven() {
    if (woven == null) {
      woven = WovenTargets.of(classes);
    }
    return woven;
  }

  /** The target methods as the oracle runs them, in the order of their names. */
  public List<Method> oracles() {
    return targets(classes.keySet(), oracle).toList();
  }

  /** The woven method of the same target. */
  public Method wovenOf(Method target) {
    try {
      return load(target.getDeclaringClass().getName(), woven().loader())
          .getDeclaredMethod(target.getName(), Probe.class);
    } catch (NoSuchMethodException e) {
      throw new AssertionError(e);
    }
  }

  /** The target methods of those classes that have any, in the order of their names. */
  static Stream<Method> targets(Collection<String> classes, ClassLoader loader) {
    return classes.stream()
        .filter(name -> name.endsWith("Target"))
        .flatMap(name -> methods(load(name.replace('/', '.'), loader)));
  }

  static Class<?> load(String name, ClassLoader loader) {
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private static Stream<Method> methods(Class<?> owner) {
    return Arrays.stream(owner.getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()))
        .filter(method -> Arrays.equals(method.getParameterTypes(), new Class<?>[] {Probe.class}))
        .sorted(Comparator.comparing(Method::getName));
  }

  /** Those whose source is another one for the oracle are compiled again; they stand alone. */
  private static SortedMap<String, byte[]> forOracle(
      SortedMap<String, byte[]> classes,
      Build build,
      int release,
      Map<String, String> sources,
      Path output) {
    Map<String, String> translated = new TreeMap<>();
    sources.forEach(
        (file, source) -> {
          if (source.contains("// closes")) {
            translated.put(file, OracleSource.translate(source));
          }
        });
    SortedMap<String, byte[]> all = new TreeMap<>(classes);
    if (!translated.isEmpty()) {
      all.putAll(compile(build, release, translated, output));
    }
    return all;
  }

  private static SortedMap<String, byte[]> compile(
      Build build, int release, Map<String, String> sources, Path output) {
    delete(output);
    List<Path> files = TargetSources.write(sources, build, output.resolve("sources"));
    return files.isEmpty()
        ? new TreeMap<>()
        : SourceCompiler.compile(build, release, files, output.resolve("classes"));
  }

  private static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
