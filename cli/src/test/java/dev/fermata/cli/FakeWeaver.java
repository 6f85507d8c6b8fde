package dev.fermata.cli;

import dev.fermata.cli.weave.ClassWeaver;
import dev.fermata.compiler.CompilationResult;
import dev.fermata.compiler.CompilationResult.Kind;
import dev.fermata.compiler.classfile.ClassBytes;
import dev.fermata.compiler.diagnostic.Diagnostic;
import dev.fermata.compiler.diagnostic.DiagnosticCode;
import dev.fermata.compiler.diagnostic.DiagnosticSink;
import dev.fermata.compiler.diagnostic.Location;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Stands for the compiler: a class with a field {@code async} gets a field {@code woven} and a
 * generated class beside it; fields {@code faulty}, {@code dubious}, {@code crashes} and {@code
 * needsHelper} do what they say.
 */
public final class FakeWeaver implements ClassWeaver {
  /** Makes them. */
  public static final Factory FACTORY = (options, classPath) -> new FakeWeaver(classPath);

  private final ClassBytes classPath;

  public FakeWeaver(ClassBytes classPath) {
    this.classPath = classPath;
  }

  @Override
  public CompilationResult weave(String file, byte[] classFile, DiagnosticSink sink) {
    ClassReader reader = new ClassReader(classFile);
    Set<String> marks = fieldsOf(reader);
    String name = reader.getClassName().replace('/', '.');
    if (marks.contains("crashes")) {
      throw new IllegalStateException("pass X broke");
    }
    if (marks.contains("dubious")) {
      report(sink, DiagnosticCode.COROUTINE_NEVER_AWAITED, name, "a coroutine is dropped");
    }
    if (marks.contains("needsHelper") && classPath.find("lib/Helper") == null) {
      report(sink, DiagnosticCode.UNSUPPORTED_RETURN_TYPE, name, "lib.Helper is not found");
      return new CompilationResult(Kind.REJECTED, classFile, new TreeMap<>());
    }
    if (marks.contains("faulty")) {
      report(sink, DiagnosticCode.AWAIT_IN_SYNCHRONIZED, name, "await inside a synchronized block");
      return new CompilationResult(Kind.REJECTED, classFile, new TreeMap<>());
    }
    if (!marks.contains("async") || marks.contains("woven")) {
      return new CompilationResult(Kind.UNCHANGED, classFile, new TreeMap<>());
    }
    SortedMap<String, byte[]> generated = new TreeMap<>();
    String frame = reader.getClassName() + "$frame";
    generated.put(frame, TestClasses.classFile(frame));
    return new CompilationResult(Kind.WOVEN, withField(reader, "woven"), generated);
  }

  /** The names of a class's fields. */
  public static Set<String> fieldsOf(byte[] classFile) {
    return fieldsOf(new ClassReader(classFile));
  }

  private static Set<String> fieldsOf(ClassReader reader) {
    Set<String> names = new HashSet<>();
    reader.accept(
        new ClassVisitor(Opcodes.ASM9) {
          @Override
          public FieldVisitor visitField(int a, String name, String d, String s, Object v) {
            names.add(name);
            return super.visitField(a, name, d, s, v);
          }
        },
        ClassReader.SKIP_CODE);
    return names;
  }

  private static byte[] withField(ClassReader reader, String name) {
    ClassWriter writer = new ClassWriter(0);
    reader.accept(writer, 0);
    writer.visitField(Opcodes.ACC_STATIC, name, "I", null, null).visitEnd();
    return writer.toByteArray();
  }

  private static void report(DiagnosticSink sink, DiagnosticCode code, String name, String text) {
    sink.report(Diagnostic.of(code, new Location(name, "m", "X.java", 7), text, null));
  }
}
