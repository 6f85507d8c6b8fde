package dev.fermata.runtime;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells whether a library may replace methods of classes without changing the class. */
final class MockingLibraries {
  private static final List<String> CLASSES =
      List.of(
          "org.mockito.Mockito",
          "org.easymock.EasyMock",
          "io.mockk.MockK",
          "mockit.Mock",
          "org.powermock.core.MockRepository");

  private MockingLibraries() {}

  static boolean present() {
    ClassLoader own = MockingLibraries.class.getClassLoader();
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return CLASSES.stream().anyMatch(name -> exists(name, own) || exists(name, context));
  }

  private static boolean exists(String className, @Nullable ClassLoader loader) {
    String resource = className.replace('.', '/') + ".class";
    return loader == null
        ? ClassLoader.getSystemResource(resource) != null
        : loader.getResource(resource) != null;
  }
}
