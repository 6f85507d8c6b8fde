package dev.fermata.agent;

import dev.fermata.compiler.classfile.ClassBytes;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * Reads class bytes through a user's class loader, whatever that loader may do; loads nothing, and
 * does not hold the loader.
 */
final class LoaderClassBytes implements ClassBytes {
  private final WeakReference<ClassLoader> loader;

  LoaderClassBytes(ClassLoader loader) {
    this.loader = new WeakReference<>(loader);
  }

  @Override
  public byte @Nullable [] find(String internalName) {
    ClassLoader found = loader.get();
    if (found == null) {
      return null; // nobody loads its classes any more
    }
    try {
      return ClassBytes.of(found).find(internalName);
    } catch (RuntimeException | LinkageError e) {
      // A loader that can't answer (closed, half built) does not know the class.
      return null;
    }
  }
}
