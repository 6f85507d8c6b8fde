package dev.fermata.tests.programs;

import dev.fermata.Coroutine;
import dev.fermata.Fermata;
import dev.fermata.tests.oracle.SourceCompiler;
import dev.fermata.tests.oracle.WovenTargets;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A source file, compiled and woven, whose static methods are called by name. */
public final class WovenProgram {
  private final Class<?> program;
  private final WovenTargets classes;

  private WovenProgram(Class<?> program, WovenTargets classes) {
    this.program = program;
    this.classes = classes;
  }

  /**
   * Compiles and weaves a file; its class is in the default package.
   *
   * @param source relative to the module's folder
   * @param others what it uses, woven with it
   */
  public static WovenProgram of(Path source, Path... others) {
    return of(source, SourceCompiler.javac(all(source, others), outputOf(source, "")));
  }

  /** The same, compiled with Eclipse's compiler. */
  public static WovenProgram ofEcj(Path source, Path... others) {
    return of(source, SourceCompiler.ecj(all(source, others), outputOf(source, "-ecj")));
  }

  private static List<Path> all(Path source, Path... others) {
    List<Path> all = new ArrayList<>(List.of(others));
    all.add(source);
    return all;
  }

  private static Path outputOf(Path source, String suffix) {
    return Path.of("target", "programs", nameOf(source) + suffix);
  }

  private static String nameOf(Path source) {
    return source.getFileName().toString().replace(".java", "");
  }

  private static WovenProgram of(Path source, Map<String, byte[]> classes) {
    String name = nameOf(source);
    WovenTargets woven = WovenTargets.of(classes);
    try {
      return new WovenProgram(Class.forName(name, true, woven.loader()), woven);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  /** Writes the woven classes into a folder. */
  public void writeTo(Path folder) throws IOException {
    for (Map.Entry<String, byte[]> one : classes.all().entrySet()) {
      Path file = folder.resolve(one.getKey() + ".class");
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      Files.write(file, one.getValue());
    }
  }

  /** Calls a method that gives a coroutine. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <T> Coroutine<T> coroutine(String method, Object... arguments) {
    return (Coroutine<T>) call(method, arguments);
  }

  /** Calls a method that gives a coroutine, and runs that on a loop of its own. */
  @SuppressWarnings("TypeParameterUnusedInFormals")
  public <T> T run(String method, Object... arguments) {
    return Fermata.run(this.<T>coroutine(method, arguments));
  }

  /** Its class. */
  public Class<?> type() {
    return program;
  }

  /** Reads a public static field. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <T> T field(String name) {
    try {
      return (T) program.getField(name).get(null);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  /** Calls a method; what it throws comes unwrapped. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <T> T call(String name, Object... arguments) {
    Method method =
        Arrays.stream(program.getDeclaredMethods())
            .filter(one -> one.getName().equals(name) && !one.isSynthetic())
            .findFirst()
            .orElseThrow();
    try {
      return (T) method.invoke(null, arguments);
    } catch (InvocationTargetException e) {
      throw WovenProgram.<RuntimeException>sneak(e.getCause());
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <X extends Throwable> RuntimeException sneak(Throwable exception) throws X {
    throw (X) exception;
  }
}
