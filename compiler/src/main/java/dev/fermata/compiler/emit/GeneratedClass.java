package dev.fermata.compiler.emit;

import java.util.function.Consumer;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;

/**
 * A class that is made beside the user's: final, synthetic, package-private, and of the same class
 * file version.
 */
final class GeneratedClass {
  private final ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
  private final String name;
  private final String superName;

  GeneratedClass(ClassNode owner, String name, String superName) {
    this.name = name;
    this.superName = superName;
    int version = owner.version & 0xFFFF; // no preview flag: nothing in here needs one
    int access = Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC;
    writer.visit(version, access, name, null, superName, null);
    if (owner.sourceFile != null) {
      writer.visitSource(owner.sourceFile, null);
    }
  }

  String name() {
    return name;
  }

  void field(int access, String field, String descriptor) {
    writer.visitField(access | Opcodes.ACC_SYNTHETIC, field, descriptor, null, null).visitEnd();
  }

  void method(int access, String method, String descriptor, Consumer<MethodVisitor> code) {
    MethodVisitor visitor = writer.visitMethod(access, method, descriptor, null, null);
    visitor.visitCode();
    code.accept(visitor);
    visitor.visitMaxs(0, 0);
    visitor.visitEnd();
  }

  /** A constructor that calls the one of the superclass without arguments, and then does more. */
  void constructor(String descriptor, Consumer<MethodVisitor> more) {
    method(
        0,
        "<init>",
        descriptor,
        code -> {
          code.visitVarInsn(Opcodes.ALOAD, 0);
          code.visitMethodInsn(Opcodes.INVOKESPECIAL, superName, "<init>", "()V", false);
          more.accept(code);
          code.visitInsn(Opcodes.RETURN);
        });
  }

  /** Pushes the zero of a parameter's type. */
  static void pushZero(MethodVisitor code, Type type) {
    code.visitInsn(
        switch (type.getSort()) {
          case Type.LONG -> Opcodes.LCONST_0;
          case Type.FLOAT -> Opcodes.FCONST_0;
          case Type.DOUBLE -> Opcodes.DCONST_0;
          case Type.ARRAY, Type.OBJECT -> Opcodes.ACONST_NULL;
          default -> Opcodes.ICONST_0;
        });
  }

  byte[] toByteArray() {
    writer.visitEnd();
    return writer.toByteArray();
  }
}
