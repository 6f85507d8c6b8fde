package dev.fermata.compiler.classfile;

import org.jspecify.annotations.Nullable;

/** Finds the bytes of classes without loading them. Must be safe to call from several threads. */
@FunctionalInterface
public interface ClassBytes {
  /**
   * The bytes of a class.
   *
   * @param internalName with slashes, for example {@code java/lang/String}
   * @return null if there is no such class or it can't be read
   */
  byte @Nullable [] find(String internalName);

  /** The classes that a class loader finds as resources; null stands for the boot loader. */
  static ClassBytes of(@Nullable ClassLoader loader) {
    return internalName -> {
      String resource = internalName + ".class";
      try (var in =
          loader == null
              ? ClassLoader.getSystemResourceAsStream(resource)
              : loader.getResourceAsStream(resource)) {
        return in == null ? null : in.readAllBytes();
      } catch (java.io.IOException e) {
        return null;
      }
    };
  }
}
