package dev.fermata.tests.programs;

import dev.fermata.Coroutine;
import dev.fermata.tests.oracle.SourceCompiler;
import dev.fermata.tests.oracle.WovenTargets;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A source file, compiled and woven, whose static methods are called by name. */
public final class WovenProgram {
  private final Class<?> program;

  private WovenProgram(Class<?> program) {
    this.program = program;
  }

  /**
   * Compiles and weaves a file; its class is in the default package.
   *
   * @param source relative to the module's folder
   */
  public static WovenProgram of(Path source) {
    String name = source.getFileName().toString().replace(".java", "");
    Path output = Path.of("target", "programs", name);
    WovenTargets woven = WovenTargets.of(SourceCompiler.javac(List.of(source), output));
    try {
      return new WovenProgram(Class.forName(name, true, woven.loader()));
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  /** Calls a method that gives a coroutine. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <T> Coroutine<T> coroutine(String method, Object... arguments) {
    return (Coroutine<T>) call(method, arguments);
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
