package dev.fermata.agent;

import dev.fermata.compiler.CompilationResult;
import dev.fermata.compiler.CompilerOptions;
import dev.fermata.compiler.ContinuationCompiler;
import dev.fermata.compiler.classfile.ClassBytes;
import dev.fermata.compiler.diagnostic.DiagnosticSink;

/** Weaves one class: the compiler, as the agent sees it. */
@FunctionalInterface
interface ClassWeaver {
  /** The real compiler, with the options that users get. */
  ClassWeaver COMPILER =
      (name, classFile, classPath, sink) ->
          new ContinuationCompiler(CompilerOptions.DEFAULT, classPath)
              .compile(name, classFile, sink);

  /**
   * Weaves a class file; mistakes in it go to the sink.
   *
   * @param name the class, as Java names it
   */
  CompilationResult weave(String name, byte[] classFile, ClassBytes classPath, DiagnosticSink sink);
}
