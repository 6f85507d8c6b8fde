package dev.fermata.compiler.emit;

import static org.objectweb.asm.Opcodes.ACONST_NULL;
import static org.objectweb.asm.Opcodes.ARETURN;
import static org.objectweb.asm.Opcodes.ATHROW;
import static org.objectweb.asm.Opcodes.CHECKCAST;
import static org.objectweb.asm.Opcodes.DUP;
import static org.objectweb.asm.Opcodes.F_NEW;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.INVOKESPECIAL;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.INVOKEVIRTUAL;
import static org.objectweb.asm.Opcodes.NEW;

import dev.fermata.compiler.RuntimeContract;
import dev.fermata.compiler.scan.AsyncMethod;
import java.util.ArrayList;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.MethodNode;

/**
 * Gives the user's method a new body, and changes nothing else of it. A cold method captures its
 * arguments in a coroutine; a hot one runs the direct entry up to its first suspension and returns
 * a future.
 */
public final class EmitStub {
  private EmitStub() {}

  /** Fills a method whose body was moved away. */
  public static void run(ClassNode owner, AsyncMethod async) {
    MethodNode method = async.method();
    if (async.style() == AsyncMethod.Style.COLD || async.isGenerator()) {
      emitCold(owner, async, method);
    } else {
      emitHot(owner, async, method);
    }
  }

  private static void emitCold(ClassNode owner, AsyncMethod async, MethodVisitor code) {
    Type[] parameters = async.parameters(owner.name);
    code.visitTypeInsn(NEW, async.coroutineClass());
    code.visitInsn(DUP);
    load(parameters, code);
    code.visitMethodInsn(
        INVOKESPECIAL,
        async.coroutineClass(),
        "<init>",
        Type.getMethodDescriptor(Type.VOID_TYPE, parameters),
        false);
    if (async.returnType().equals("java/util/Iterator")) {
      code.visitMethodInsn(
          INVOKEVIRTUAL, async.coroutineClass(), "iterator", "()Ljava/util/Iterator;", false);
    }
    code.visitInsn(ARETURN);
  }

  private static void emitHot(ClassNode owner, AsyncMethod async, MethodNode code) {
    Label start = new Label();
    Label end = new Label();
    Label handler = new Label();
    code.visitTryCatchBlock(start, end, handler, null);
    code.visitLabel(start);
    load(async.parameters(owner.name), code);
    code.visitInsn(ACONST_NULL);
    code.visitInsn(ACONST_NULL);
    EmitFrameClass.callEntry(code, owner, async);
    code.visitLabel(end);
    toFuture(
        async,
        code,
        RuntimeContract.HOT,
        RuntimeContract.HOT_DESC,
        RuntimeContract.HOT_INTO,
        RuntimeContract.HOT_INTO_DESC);
    code.visitLabel(handler);
    code.visitFrame(F_NEW, 0, new Object[0], 1, new Object[] {"java/lang/Throwable"});
    toFuture(
        async,
        code,
        RuntimeContract.HOT_FAILURE,
        RuntimeContract.HOT_FAILURE_DESC,
        RuntimeContract.HOT_FAILURE_INTO,
        RuntimeContract.HOT_FAILURE_INTO_DESC);
  }

  private static void toFuture(
      AsyncMethod async,
      MethodVisitor code,
      String plain,
      String plainDescriptor,
      String into,
      String intoDescriptor) {
    if (async.style() == AsyncMethod.Style.HOT_SUBCLASS) {
      code.visitTypeInsn(NEW, async.returnType());
      code.visitInsn(DUP);
      code.visitMethodInsn(INVOKESPECIAL, async.returnType(), "<init>", "()V", false);
      code.visitMethodInsn(
          INVOKESTATIC, RuntimeContract.CONTINUATIONS, into, intoDescriptor, false);
      code.visitTypeInsn(CHECKCAST, async.returnType());
    } else {
      code.visitMethodInsn(
          INVOKESTATIC, RuntimeContract.CONTINUATIONS, plain, plainDescriptor, false);
    }
    code.visitInsn(ARETURN);
  }

  private static void load(Type[] parameters, MethodVisitor code) {
    int slot = 0;
    for (Type parameter : parameters) {
      code.visitVarInsn(parameter.getOpcode(ILOAD), slot);
      slot += parameter.getSize();
    }
  }

  /** Makes a method that could not be woven throw its diagnostic: it never runs half. */
  public static void throwDiagnostic(MethodNode method, String diagnostic) {
    method.instructions = new InsnList();
    method.tryCatchBlocks = new ArrayList<>();
    method.localVariables = null;
    method.visibleLocalVariableAnnotations = null;
    method.invisibleLocalVariableAnnotations = null;
    method.visitLdcInsn(diagnostic);
    method.visitMethodInsn(
        INVOKESTATIC,
        RuntimeContract.CONTINUATIONS,
        RuntimeContract.NOT_WOVEN,
        RuntimeContract.NOT_WOVEN_DESC,
        false);
    method.visitInsn(ATHROW);
  }
}
