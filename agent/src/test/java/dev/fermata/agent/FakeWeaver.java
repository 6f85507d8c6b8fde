package dev.fermata.agent;

import dev.fermata.compiler.CompilationResult;
import dev.fermata.compiler.CompilationResult.Kind;
import dev.fermata.compiler.classfile.ClassBytes;
import dev.fermata.compiler.diagnostic.Diagnostic;
import dev.fermata.compiler.diagnostic.DiagnosticCode;
import dev.fermata.compiler.diagnostic.DiagnosticSink;
import dev.fermata.compiler.diagnostic.Location;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Stands for the compiler: {@code String hello()} of a class {@code Target} returns what a
 * generated class says, which is the constant that the method returned, in angle brackets. Like a
 * woven class, the result has a member more than the original.
 */
final class FakeWeaver implements ClassWeaver {
  private static final CyclicBarrier RACE = new CyclicBarrier(2);

  @Override
  public boolean mayNeedWeaving(byte[] classFile) {
    return true;
  }

  @Override
  public CompilationResult weave(
      String className, byte[] classFile, ClassLoader loader, DiagnosticSink sink) {
    ClassBytes classPath = new LoaderClassBytes(loader);
    ClassReader reader = new ClassReader(classFile);
    String name = reader.getClassName();
    if (name.endsWith("Raced")) {
      meet();
    }
    if (name.endsWith("Crashing")) {
      throw new IllegalStateException("pass X broke");
    }
    boolean rejected = name.endsWith("Faulty");
    if (!name.endsWith("Target") && !name.endsWith("Raced") && !rejected) {
      return new CompilationResult(Kind.UNCHANGED, classFile, new TreeMap<>());
    }
    if (classPath.find(name) == null || classPath.find("java/util/List") == null) {
      throw new IllegalStateException("class bytes are not found");
    }
    if (rejected) {
      Location location = new Location(name.replace('/', '.'), "hello", "Faulty.java", 3);
      sink.report(
          Diagnostic.of(
              DiagnosticCode.AWAIT_IN_SYNCHRONIZED, location, "await in synchronized", null));
    }
    String frame = name + "$frame";
    Rewriter rewriter = new Rewriter(frame, rejected);
    reader.accept(rewriter, 0);
    SortedMap<String, byte[]> generated = new TreeMap<>();
    if (!rejected) {
      generated.put(frame, frameThatSays(frame, "<" + rewriter.constant + ">"));
    }
    return new CompilationResult(
        rejected ? Kind.REJECTED : Kind.WOVEN, rewriter.writer.toByteArray(), generated);
  }

  /** Two threads are in the transformer for one class at the same time. */
  private static void meet() {
    try {
      RACE.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] frameThatSays(String name, String text) {
    ClassWriter writer = new ClassWriter(0);
    writer.visit(Opcodes.V17, 0, name, null, "java/lang/Object", null);
    if (text.contains("more fields")) {
      writer.visitField(0, "more", "I", null, null).visitEnd();
    }
    MethodVisitor says =
        writer.visitMethod(Opcodes.ACC_STATIC, "says", "()Ljava/lang/String;", null, null);
    says.visitCode();
    says.visitLdcInsn(text);
    says.visitInsn(Opcodes.ARETURN);
    says.visitMaxs(1, 0);
    says.visitEnd();
    writer.visitEnd();
    return writer.toByteArray();
  }

  private static final class Rewriter extends ClassVisitor {
    private final ClassWriter writer;
    private final String frame;
    private final boolean rejected;
    private Object constant = "";

    Rewriter(String frame, boolean rejected) {
      super(Opcodes.ASM9, new ClassWriter(0));
      this.writer = (ClassWriter) cv;
      this.frame = frame;
      this.rejected = rejected;
    }

    @Override
    public MethodVisitor visitMethod(int access, String name, String desc, String s, String[] e) {
      MethodVisitor out = super.visitMethod(access, name, desc, s, e);
      if (!name.equals("hello")) {
        return out;
      }
      out.visitCode();
      if (rejected) {
        out.visitTypeInsn(Opcodes.NEW, "java/lang/IllegalStateException");
        out.visitInsn(Opcodes.DUP);
        out.visitLdcInsn("FER-103");
        out.visitMethodInsn(
            Opcodes.INVOKESPECIAL,
            "java/lang/IllegalStateException",
            "<init>",
            "(Ljava/lang/String;)V",
            false);
        out.visitInsn(Opcodes.ATHROW);
      } else {
        out.visitMethodInsn(Opcodes.INVOKESTATIC, frame, "says", "()Ljava/lang/String;", false);
        out.visitInsn(Opcodes.ARETURN);
      }
      out.visitMaxs(3, 1);
      out.visitEnd();
      return new MethodVisitor(Opcodes.ASM9) {
        @Override
        public void visitLdcInsn(Object value) {
          constant = value;
        }
      };
    }

    @Override
    public void visitEnd() {
      MethodVisitor more = super.visitMethod(Opcodes.ACC_STATIC, "woven", "()V", null, null);
      more.visitCode();
      more.visitInsn(Opcodes.RETURN);
      more.visitMaxs(0, 0);
      more.visitEnd();
      super.visitEnd();
    }
  }
}
