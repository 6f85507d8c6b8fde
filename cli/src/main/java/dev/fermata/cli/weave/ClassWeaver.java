package dev.fermata.cli.weave;

import dev.fermata.compiler.CompilationResult;
import dev.fermata.compiler.CompilerOptions;
import dev.fermata.compiler.ContinuationCompiler;
import dev.fermata.compiler.classfile.ClassBytes;
import dev.fermata.compiler.diagnostic.DiagnosticSink;

/** Weaves one class: the compiler, as the tool sees it. */
@FunctionalInterface
public interface ClassWeaver {
  /**
   * Weaves a class file; mistakes in it go to the sink.
   *
   * @param name how the user finds the file, for what is said of it where it can't be read
   */
  CompilationResult weave(String name, byte[] classFile, DiagnosticSink sink);

  /** Makes the weaver once it is known where referenced classes are found. */
  @FunctionalInterface
  interface Factory {
    /** The real compiler. */
    Factory COMPILER =
        (options, classPath) -> new ContinuationCompiler(options, classPath)::compile;

    /** A weaver that finds referenced classes on this class path. */
    ClassWeaver create(CompilerOptions options, ClassBytes classPath);
  }
}
