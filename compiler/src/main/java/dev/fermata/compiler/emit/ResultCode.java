package dev.fermata.compiler.emit;

import static org.objectweb.asm.Opcodes.*;

import dev.fermata.compiler.RuntimeContract;
import dev.fermata.compiler.scan.ResultType;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;

/**
 * The pieces of code around a direct entry that returns a primitive. A rare value of the primitive
 * says that something else is told on the side: a frame, or an object that is no box of it, or
 * nothing where the entry has just returned that value.
 */
final class ResultCode {
  private static final String OBJECT = "Ljava/lang/Object;";

  private ResultCode() {}

  /** The value that says that something is told on the side. */
  static Object sentinel(ResultType result) {
    return switch (result.returned().getSort()) {
      case Type.LONG -> RuntimeContract.TOLD_LONG;
      case Type.FLOAT -> RuntimeContract.TOLD_FLOAT;
      case Type.DOUBLE -> RuntimeContract.TOLD_DOUBLE;
      default -> RuntimeContract.TOLD_INT;
    };
  }

  /** Goes to a label if the primitive on the stack, which stays there, is the sentinel. */
  static InsnList goIfTold(ResultType result, LabelNode told) {
    InsnList code = new InsnList();
    code.add(new InsnNode(result.returned().getSize() == 2 ? DUP2 : DUP));
    code.add(new LdcInsnNode(sentinel(result)));
    switch (result.returned().getSort()) {
      case Type.LONG -> compare(code, LCMP, told);
      case Type.FLOAT -> compare(code, FCMPL, told);
      case Type.DOUBLE -> compare(code, DCMPL, told);
      default -> code.add(new JumpInsnNode(IF_ICMPEQ, told));
    }
    return code;
  }

  private static void compare(InsnList code, int opcode, LabelNode equal) {
    code.add(new InsnNode(opcode));
    code.add(new JumpInsnNode(IFEQ, equal));
  }

  /**
   * In place of a primitive that is the sentinel, what was told.
   *
   * @param caller what the caller's own entry returns: a typed one tells on what it was told
   */
  static MethodInsnNode told(ResultType result, ResultType caller) {
    return call(
        caller.isTyped() ? RuntimeContract.TOLD : RuntimeContract.TAKE_TOLD,
        "(" + result.returned().getDescriptor() + ")" + OBJECT);
  }

  /** The primitive of the object on the stack; what is none is told on the side. */
  static MethodInsnNode unbox(ResultType result) {
    return call(
        RuntimeContract.UNBOX + result.simpleName(),
        "(" + OBJECT + ")" + result.returned().getDescriptor());
  }

  private static MethodInsnNode call(String name, String descriptor) {
    return new MethodInsnNode(INVOKESTATIC, RuntimeContract.TYPED_RESULTS, name, descriptor, false);
  }

  /** As {@link #box}, in the frame that the entry has gone on from. */
  static void boxResumed(MethodVisitor code, ResultType result) {
    if (result.isTyped()) {
      code.visitVarInsn(ALOAD, 0);
      box(code, result, "L" + RuntimeContract.CONTINUATION_FRAME + ";");
    }
  }

  /** Makes an object of what a direct entry has returned, if it is none. */
  static void box(MethodVisitor code, ResultType result) {
    if (result.isTyped()) {
      box(code, result, "");
    }
  }

  private static void box(MethodVisitor code, ResultType result, String resumed) {
    code.visitMethodInsn(
        INVOKESTATIC,
        RuntimeContract.TYPED_RESULTS,
        RuntimeContract.BOX + result.simpleName(),
        "(" + result.returned().getDescriptor() + resumed + ")" + OBJECT,
        false);
  }
}
