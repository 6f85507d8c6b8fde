package dev.fermata.agent;

import dev.fermata.compiler.CompilationResult;
import dev.fermata.compiler.diagnostic.DiagnosticSink;

/** Weaves one class: the compiler, as the agent sees it. Many threads use it at once. */
interface ClassWeaver {
  /**
   * Whether there may be anything to weave. Asked of every class that is loaded, most of which have
   * nothing; it must not load what only weaving needs.
   */
  boolean mayNeedWeaving(byte[] classFile);

  /**
   * Weaves a class file; mistakes in it go to the sink.
   *
   * @param name the class, as Java names it
   * @param loader its loader, in which the classes are found that it refers to
   */
  CompilationResult weave(String name, byte[] classFile, ClassLoader loader, DiagnosticSink sink);
}
