package dev.fermata.tests.scale;

import dev.fermata.Coroutine;
import dev.fermata.tests.oracle.SourceCompiler;
import dev.fermata.tests.oracle.WovenTargets;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The woven program of {@code src/test/scale}, whose methods are called by name. */
final class ScaleProgram {
  private static final Class<?> PROGRAM = load();

  private ScaleProgram() {}

  @SuppressWarnings("unchecked")
  static <T> Coroutine<T> coroutine(String method, Object... arguments) {
    return (Coroutine<T>) call(method, arguments);
  }

  static Object call(String name, Object... arguments) {
    Method method =
        Arrays.stream(PROGRAM.getDeclaredMethods())
            .filter(one -> one.getName().equals(name))
            .findFirst()
            .orElseThrow();
    try {
      return method.invoke(null, arguments);
    } catch (InvocationTargetException e) {
      throw new AssertionError(e.getCause());
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  private static Class<?> load() {
    Path source = Path.of("src", "test", "scale", "Scale.java");
    WovenTargets woven =
        WovenTargets.of(SourceCompiler.javac(List.of(source), Path.of("target", "scale")));
    try {
      return Class.forName("Scale", true, woven.loader());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }
}
