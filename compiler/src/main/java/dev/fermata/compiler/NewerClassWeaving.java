package dev.fermata.compiler;

import dev.fermata.compiler.classfile.ClassFileReader;
import dev.fermata.compiler.classfile.ClassFileVersion;
import dev.fermata.compiler.classfile.MalformedClassException;
import dev.fermata.compiler.classfile.UnknownCodeAttributes;
import dev.fermata.compiler.diagnostic.Diagnostic;
import dev.fermata.compiler.diagnostic.DiagnosticCode;
import dev.fermata.compiler.diagnostic.DiagnosticSink;
import dev.fermata.compiler.emit.MethodObserver;
import dev.fermata.compiler.verify.ClassHierarchy;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.ClassReader;

/**
 * The weaving of a class file that is newer than ASM knows. It is read as if it were of the newest
 * version that ASM knows, and the woven class is given back its own version; most versions change
 * nothing that a woven method has to do with. The output is verified whatever the options say.
 * Where anything about it is in doubt, the class stays as it is, with a warning.
 *
 * <p>Generated classes keep the newest version that ASM knows: a JVM that loads the newer class
 * loads them too, by the rules that they were made by.
 */
final class NewerClassWeaving {
  private final CompilerOptions options;
  private final ClassHierarchy hierarchy;
  private final Unreadable unreadable;
  private final byte[] classFile;

  NewerClassWeaving(
      CompilerOptions options, ClassHierarchy hierarchy, Unreadable unreadable, byte[] classFile) {
    this.options = new CompilerOptions(true, options.verifyPasses(), options.codeLimit());
    this.hierarchy = hierarchy;
    this.unreadable = unreadable;
    this.classFile = classFile;
  }

  CompilationResult run(DiagnosticSink sink, MethodObserver observer) {
    byte[] clamped = ClassFileVersion.clamp(classFile);
    List<Diagnostic> said = new ArrayList<>();
    CompilationResult result;
    try {
      ClassReader reader = ClassFileReader.open(clamped);
      String attribute = UnknownCodeAttributes.find(reader);
      if (attribute != null) {
        return passThrough(sink, "its code has an attribute " + attribute + ", which is unknown");
      }
      result = new ClassWeaving(options, hierarchy, clamped, reader, observer).run(said::add);
    } catch (MalformedClassException | RuntimeException e) {
      return passThrough(sink, String.valueOf(e.getMessage()));
    }
    for (Diagnostic diagnostic : said) {
      if (isDoubt(diagnostic.code())) {
        return passThrough(sink, diagnostic.message());
      }
    }
    said.forEach(sink::report);
    return new CompilationResult(
        result.kind(),
        result.bytes() == clamped ? classFile : ClassFileVersion.restamp(result.bytes(), classFile),
        result.generated());
  }

  /** What is said of a sound class only if its format is not understood. */
  private static boolean isDoubt(DiagnosticCode code) {
    return code == DiagnosticCode.MALFORMED_CLASS || code == DiagnosticCode.INTERNAL_ERROR;
  }

  private CompilationResult passThrough(DiagnosticSink sink, String reason) {
    sink.report(unreadable.tooNew(classFile, reason));
    return CompilationResult.unchanged(classFile);
  }
}
