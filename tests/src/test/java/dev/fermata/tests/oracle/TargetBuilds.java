package dev.fermata.tests.oracle;

import dev.fermata.tests.probe.Probe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The class files of all targets, compiled once for each way to build them. */
final class TargetBuilds {
  private static final Path OUTPUT = Path.of("target", "targets");
  private static final Map<Build, SortedMap<String, byte[]>> CLASSES = new ConcurrentHashMap<>();
  private static final Map<Build, ClassLoader> ORACLES = new ConcurrentHashMap<>();

  private static final Map<Build, WovenTargets> WOVEN = new ConcurrentHashMap<>();

  private TargetBuilds() {}

  /** The unwoven classes of a build by internal name. */
  static SortedMap<String, byte[]> classes(Build build) {
    return CLASSES.computeIfAbsent(build, TargetBuilds::compile);
  }

  /** The classes of a build, woven. */
  static WovenTargets woven(Build build) {
    return WOVEN.computeIfAbsent(build, key -> WovenTargets.of(classes(key)));
  }

  /** A loader of a build's classes as the oracle runs them. */
  static ClassLoader oracle(Build build) {
    return ORACLES.computeIfAbsent(
        build,
        key -> {
          SortedMap<String, byte[]> redirected = new TreeMap<>(classes(key));
          redirected.replaceAll((name, bytes) -> OracleRedirect.apply(bytes));
          return new BytesLoader(redirected);
        });
  }

  /** The target methods of a build as a loader has them, in the order of their names. */
  static List<Method> targets(Build build, ClassLoader loader) {
    return classes(build).keySet().stream()
        .filter(name -> name.endsWith("Target"))
        .flatMap(name -> methods(load(name, loader)))
        .toList();
  }

  private static Class<?> load(String internalName, ClassLoader loader) {
    try {
      return Class.forName(internalName.replace('/', '.'), false, loader);
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

  private static SortedMap<String, byte[]> compile(Build build) {
    SortedMap<String, byte[]> classes = new TreeMap<>(compile(build, "targets", 17));
    if (Runtime.version().feature() >= 21) {
      classes.putAll(compile(build, "targets21", 21));
    }
    return classes;
  }

  private static SortedMap<String, byte[]> compile(Build build, String folder, int release) {
    Path output = OUTPUT.resolve(build.folder()).resolve(folder);
    delete(output);
    Map<String, String> sources = TargetSources.read(Path.of("src", "test", folder));
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
