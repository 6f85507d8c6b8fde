package dev.fermata.compiler;

import dev.fermata.compiler.classfile.ClassBytes;
import dev.fermata.compiler.classfile.ClassFilePrefilter;
import dev.fermata.compiler.classfile.ClassFileReader;
import dev.fermata.compiler.classfile.ClassFileVersion;
import dev.fermata.compiler.classfile.MalformedClassException;
import dev.fermata.compiler.diagnostic.DiagnosticSink;
import dev.fermata.compiler.emit.MethodObserver;
import dev.fermata.compiler.explain.ClassExplanation;
import dev.fermata.compiler.explain.ExplainMethods;
import dev.fermata.compiler.explain.MethodExplanation;
import dev.fermata.compiler.scan.FindAsyncMethods;
import dev.fermata.compiler.verify.ClassHierarchy;
import java.util.Collections;
import java.util.List;
import org.objectweb.asm.ClassReader;

/**
 * The compiler: weaves one class at a time. It keeps nothing between classes but the heads of those
 * that it has read, and one instance may be used by many threads.
 */
public final class ContinuationCompiler {
  private final CompilerOptions options;
  private final ClassHierarchy hierarchy;

  /**
   * Makes a compiler.
   *
   * @param options what to do
   * @param classPath where the classes are found that woven classes refer to; they are read, never
   *     loaded
   */
  public ContinuationCompiler(CompilerOptions options, ClassBytes classPath) {
    this.options = options;
    this.hierarchy = new ClassHierarchy(classPath);
  }

  /**
   * Weaves a class of which nothing but the bytes is known.
   *
   * @see #compile(String, byte[], DiagnosticSink)
   */
  public CompilationResult compile(byte[] classFile, DiagnosticSink sink) {
    return compile(Unreadable.UNKNOWN, classFile, sink);
  }

  /**
   * Weaves a class. It never throws for a user's mistake or a broken class file: all goes to the
   * sink.
   *
   * @param name what the user knows the bytes by, a file or a class; used where the bytes
   *     themselves do not tell their name
   * @param classFile the bytes of a class file
   * @param sink takes what is to be said, sorted by place
   */
  public CompilationResult compile(String name, byte[] classFile, DiagnosticSink sink) {
    return compile(name, classFile, sink, MethodObserver.NONE);
  }

  /**
   * Explains what weaving makes of a class. As {@link #compile}, it never throws for a user's
   * mistake or a broken class file; what can't be woven is not explained.
   *
   * @param classFile the bytes of a class file, not woven yet
   * @param sink takes what weaving has to say
   */
  public ClassExplanation explain(byte[] classFile, DiagnosticSink sink) {
    ExplainMethods explanations = new ExplainMethods();
    CompilationResult result = compile(Unreadable.UNKNOWN, classFile, sink, explanations);
    List<MethodExplanation> methods = explanations.explain(classFile, result.bytes());
    return new ClassExplanation(methods.isEmpty() && wasWoven(classFile), methods);
  }

  private static boolean wasWoven(byte[] classFile) {
    try {
      return ClassFilePrefilter.mayNeedWeaving(classFile)
          && FindAsyncMethods.wasWoven(ClassFileReader.read(ClassFileReader.open(classFile)));
    } catch (MalformedClassException e) {
      return false; // too new or broken, which was reported
    }
  }

  private CompilationResult compile(
      String name, byte[] classFile, DiagnosticSink sink, MethodObserver observer) {
    Unreadable unreadable = new Unreadable(name);
    try {
      int version = ClassFileVersion.major(classFile);
      if (!ClassFilePrefilter.mayNeedWeaving(classFile)) {
        return CompilationResult.unchanged(classFile);
      }
      hierarchy.forgetMissing();
      if (!ClassFileVersion.isKnown(version)) {
        return new NewerClassWeaving(options, hierarchy, unreadable, classFile).run(sink, observer);
      }
      ClassReader reader = ClassFileReader.open(classFile);
      return new ClassWeaving(options, hierarchy, classFile, reader, observer).run(sink);
    } catch (RuntimeException e) {
      // Whatever a broken or unforeseen class leads to: the front end goes on with the next class.
      sink.report(
          ClassFileReader.isWellFormed(classFile)
              ? unreadable.compilerFailed(classFile, e)
              : unreadable.malformed(classFile, e));
      return rejected(classFile);
    } catch (MalformedClassException e) {
      sink.report(unreadable.malformed(classFile, e));
      return rejected(classFile);
    }
  }

  private static CompilationResult rejected(byte[] classFile) {
    return new CompilationResult(
        CompilationResult.Kind.REJECTED, classFile, Collections.emptySortedMap());
  }
}
