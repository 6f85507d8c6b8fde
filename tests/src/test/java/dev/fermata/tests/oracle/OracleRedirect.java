package dev.fermata.tests.oracle;

import dev.fermata.compiler.RuntimeContract;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;

/**
 * Sends the calls of {@code Fermata} in an unwoven class to {@link OracleFermata}. The class is not
 * async any more, so that an agent leaves it alone.
 */
final class OracleRedirect {
  private static final String FERMATA = "dev/fermata/Fermata";
  private static final String ORACLE = "dev/fermata/tests/oracle/OracleFermata";

  private OracleRedirect() {}

  static byte[] apply(byte[] unwoven) {
    ClassNode node = new ClassNode();
    new ClassReader(unwoven).accept(node, 0);
    OracleMembers.add(node);
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    node.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String descriptor, String signature, String[] thrown) {
            return new Redirect(super.visitMethod(access, name, descriptor, signature, thrown));
          }
        });
    return writer.toByteArray();
  }

  private static final class Redirect extends MethodVisitor {
    Redirect(MethodVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
      return descriptor.equals(RuntimeContract.ASYNC)
          ? null
          : super.visitAnnotation(descriptor, visible);
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean isInterface) {
      String target = owner.equals(FERMATA) ? ORACLE : owner;
      super.visitMethodInsn(opcode, target, name, descriptor, isInterface);
    }
  }
}
