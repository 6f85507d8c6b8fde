package dev.fermata.compiler.classfile;

/** The bytes are no class file that the JVM could load. */
public final class MalformedClassException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedClassException(String message) {
    super(message);
  }
}
