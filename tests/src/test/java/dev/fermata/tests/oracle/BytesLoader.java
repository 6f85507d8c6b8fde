package dev.fermata.tests.oracle;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Defines classes from bytes; all else comes from the tests' own loader. */
public final class BytesLoader extends ClassLoader {
  private final Map<String, byte[]> classes;

  /**
   * A loader of its own.
   *
   * @param classes the class files by internal name
   */
  public BytesLoader(Map<String, byte[]> classes) {
    super(BytesLoader.class.getClassLoader());
    this.classes = classes;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte @Nullable [] bytes = classes.get(name.replace('.', '/'));
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, bytes, 0, bytes.length);
  }
}
