package dev.fermata.agent;

import dev.fermata.compiler.CompilationResult;
import dev.fermata.compiler.CompilerOptions;
import dev.fermata.compiler.ContinuationCompiler;
import dev.fermata.compiler.classfile.ClassFilePrefilter;
import dev.fermata.compiler.diagnostic.DiagnosticSink;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * The real compiler, with the options that users get: one for each class loader, since it keeps
 * what it has read of the classes that others refer to. No loader is held by it.
 */
final class CompilerWeaver implements ClassWeaver {
  private final Map<ClassLoader, ContinuationCompiler> compilers = new WeakHashMap<>();

  @Override
  public boolean mayNeedWeaving(byte[] classFile) {
    return ClassFilePrefilter.mayNeedWeaving(classFile);
  }

  @Override
  public CompilationResult weave(
      String name, byte[] classFile, ClassLoader loader, DiagnosticSink sink) {
    return compilerFor(loader).compile(name, classFile, sink);
  }

  private synchronized ContinuationCompiler compilerFor(ClassLoader loader) {
    ContinuationCompiler compiler = compilers.get(loader);
    if (compiler == null) {
      compiler = new ContinuationCompiler(CompilerOptions.DEFAULT, new LoaderClassBytes(loader));
      compilers.put(loader, compiler);
    }
    return compiler;
  }
}
