package dev.fermata.agent;

import java.lang.instrument.ClassDefinition;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.security.ProtectionDomain;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Defines classes in a user's class loader through the protected {@link ClassLoader#defineClass}.
 * The definition must come from inside the transformation of the class that they belong to: later
 * would be too late, and a lookup would have to load that class first. Any thread may call it.
 */
final class ClassDefiner {
  /** The methods of {@code java.lang.ClassLoader}, once it is opened. */
  private record Methods(MethodHandle defineClass, MethodHandle findLoadedClass) {}

  private final Instrumentation instrumentation;
  private @Nullable Methods methods;

  /** Does nothing yet: most of what it needs is loaded by no program that has nothing to weave. */
  ClassDefiner(Instrumentation instrumentation) {
    this.instrumentation = instrumentation;
  }

  private synchronized Methods methods() {
    if (methods == null) {
      try {
        methods = open(instrumentation);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("can't define classes in this JVM", e);
      }
    }
    return methods;
  }

  /** Opens {@code java.lang} to the agent. */
  private static Methods open(Instrumentation instrumentation) throws ReflectiveOperationException {
    instrumentation.redefineModule(
        Object.class.getModule(),
        Set.of(),
        Map.of(),
        Map.of("java.lang", Set.of(ClassDefiner.class.getModule())),
        Set.of(),
        Map.of());
    MethodHandles.Lookup lookup =
        MethodHandles.privateLookupIn(ClassLoader.class, MethodHandles.lookup());
    return new Methods(
        lookup.findVirtual(
            ClassLoader.class,
            "defineClass",
            MethodType.methodType(
                Class.class,
                String.class,
                byte[].class,
                int.class,
                int.class,
                ProtectionDomain.class)),
        lookup.findVirtual(
            ClassLoader.class,
            "findLoadedClass",
            MethodType.methodType(Class.class, String.class)));
  }

  /**
   * Defines a class, or leaves it if another thread was faster.
   *
   * @throws LinkageError if the class can't be defined
   */
  void define(
      ClassLoader loader, String className, byte[] bytes, @Nullable ProtectionDomain domain) {
    try {
      if (findLoadedClass(loader, className) != null) {
        return;
      }
      Class<?> unused =
          (Class<?>)
              methods()
                  .defineClass()
                  .invokeExact(loader, className, bytes, 0, bytes.length, domain);
    } catch (LinkageError e) {
      if (findLoadedClass(loader, className) == null) {
        throw e;
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Defines a class, or gives the one that is there other bytes.
   *
   * @throws UnsupportedOperationException if the JVM can't do it, because members differ
   * @throws LinkageError if the class can't be defined
   */
  void redefine(
      ClassLoader loader, String className, byte[] bytes, @Nullable ProtectionDomain domain) {
    Class<?> loaded = findLoadedClass(loader, className);
    if (loaded == null) {
      define(loader, className, bytes, domain);
      return;
    }
    try {
      instrumentation.redefineClasses(new ClassDefinition(loaded, bytes));
    } catch (ClassNotFoundException | UnmodifiableClassException e) {
      throw new UnsupportedOperationException(e);
    }
  }

  private @Nullable Class<?> findLoadedClass(ClassLoader loader, String className) {
    try {
      return (Class<?>) methods().findLoadedClass().invokeExact(loader, className);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
