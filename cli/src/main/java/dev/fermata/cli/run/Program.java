package dev.fermata.cli.run;

import dev.fermata.cli.weave.BadInputException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** A woven program in memory, ready to be run once. */
public final class Program {
  private final SortedMap<String, byte[]> classes;
  private final Method main;
  private final List<String> arguments;

  private Program(SortedMap<String, byte[]> classes, Method main, List<String> arguments) {
    this.classes = classes;
    this.main = main;
    this.arguments = arguments;
  }

  /** Finds the main method of a compiled source; loads classes and runs none of their code. */
  static Program of(CompiledSource source, Path file, List<Path> classPath, List<String> arguments)
      throws BadInputException {
    ProgramLoader loader =
        new ProgramLoader(source.classes(), urls(classPath), Program.class.getClassLoader());
    for (String name : source.topLevelClasses()) {
      Method main = mainOf(loader, name);
      if (main != null) {
        return new Program(source.classes(), main, List.copyOf(arguments));
      }
    }
    throw new BadInputException(
        file + ": no class in it has a method public static void main(String[] args)");
  }

  private static @Nullable Method mainOf(ClassLoader loader, String className) {
    try {
      Method main = Class.forName(className, false, loader).getMethod("main", String[].class);
      boolean fits =
          Modifier.isStatic(main.getModifiers()) && main.getReturnType().equals(void.class);
      return fits ? main : null;
    } catch (NoSuchMethodException e) {
      return null;
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static URL[] urls(List<Path> classPath) {
    return classPath.stream().map(Program::url).toArray(URL[]::new);
  }

  private static URL url(Path path) {
    try {
      return path.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Calls the main method on the current thread.
   *
   * @param launcher the class whose main method is running, whose lines shall not be seen
   * @throws Throwable what the main method threw, its trace cut below the main method
   */
  public void run(Class<?> launcher) throws Throwable {
    Thread.currentThread().setContextClassLoader(main.getDeclaringClass().getClassLoader());
    // Its class need not be public.
    main.setAccessible(true);
    Throwable thrown;
    try {
      main.invoke(null, (Object) arguments.toArray(new String[0]));
      return;
    } catch (InvocationTargetException e) {
      thrown = e.getTargetException();
    } catch (Error e) {
      // An initialiser failed.
      thrown = e;
    }
    new StackTraceCut(this::isUsers, launcher.getName()).apply(thrown);
    throw thrown;
  }

  private boolean isUsers(String className) {
    return classes.containsKey(className.replace('.', '/'));
  }
}
