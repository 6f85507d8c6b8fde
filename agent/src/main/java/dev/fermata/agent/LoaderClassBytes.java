package dev.fermata.agent;

import dev.fermata.compiler.classfile.ClassBytes;
import org.jspecify.annotations.Nullable;

/** Reads class bytes through a user's class loader, whatever that loader may do; loads nothing. */
final class LoaderClassBytes implements ClassBytes {
  private final ClassBytes resources;

  LoaderClassBytes(ClassLoader loader) {
    resources = ClassBytes.of(loader);
  }

  @Override
  public byte @Nullable [] find(String internalName) {
    try {
      return resources.find(internalName);
    } catch (RuntimeException | LinkageError e) {
      // A loader that can't answer (closed, half built) does not know the class.
      return null;
    }
  }
}
