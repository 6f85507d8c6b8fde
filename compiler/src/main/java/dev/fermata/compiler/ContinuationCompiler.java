package dev.fermata.compiler;

import dev.fermata.compiler.classfile.ClassBytes;
import dev.fermata.compiler.diagnostic.DiagnosticSink;

/**
 * The compiler: weaves one class at a time. It keeps nothing between classes, and one instance may
 * be used by many threads.
 */
public final class ContinuationCompiler {
  @SuppressWarnings("unused")
  private final CompilerOptions options;

  @SuppressWarnings("unused")
  private final ClassBytes classPath;

  /**
   * Makes a compiler.
   *
   * @param options what to do
   * @param classPath where the classes are found that woven classes refer to; they are read, never
   *     loaded
   */
  public ContinuationCompiler(CompilerOptions options, ClassBytes classPath) {
    this.options = options;
    this.classPath = classPath;
  }

  /**
   * Weaves a class. It never throws for a user's mistake or a broken class file: all goes to the
   * sink.
   *
   * @param classFile the bytes of a class file
   * @param sink takes what is to be said, in the order of the class's methods
   */
  public CompilationResult compile(byte[] classFile, DiagnosticSink sink) {
    return CompilationResult.unchanged(classFile);
  }
}
