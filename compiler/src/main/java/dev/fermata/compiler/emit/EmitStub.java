package dev.fermata.compiler.emit;

import static org.objectweb.asm.Opcodes.*;

import dev.fermata.compiler.RuntimeContract;
import dev.fermata.compiler.scan.AsyncMethod;
import java.util.ArrayList;
import java.util.Arrays;
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
    Type[] parameters = async.parameters(owner.name);
    int token = size(parameters);
    code.visitMethodInsn(
        INVOKESTATIC,
        RuntimeContract.CONTINUATIONS,
        RuntimeContract.ENTER_HOT,
        RuntimeContract.ENTER_HOT_DESC,
        false);
    code.visitVarInsn(ISTORE, token);
    code.visitTryCatchBlock(start, end, handler, null);
    code.visitLabel(start);
    load(parameters, code);
    code.visitInsn(ACONST_NULL);
    code.visitInsn(ACONST_NULL);
    EmitFrameClass.pushHeadroom(code);
    EmitFrameClass.callEntry(code, owner, async);
    code.visitLabel(end);
    toFuture(
        async,
        token,
        code,
        RuntimeContract.HOT,
        RuntimeContract.HOT_DESC,
        RuntimeContract.HOT_INTO,
        RuntimeContract.HOT_INTO_DESC);
    code.visitLabel(handler);
    Object[] locals = new Object[token + 1];
    Arrays.fill(locals, TOP);
    locals[token] = INTEGER;
    code.visitFrame(F_NEW, locals.length, locals, 1, new Object[] {"java/lang/Throwable"});
    toFuture(
        async,
        token,
        code,
        RuntimeContract.HOT_FAILURE,
        RuntimeContract.HOT_FAILURE_DESC,
        RuntimeContract.HOT_FAILURE_INTO,
        RuntimeContract.HOT_FAILURE_INTO_DESC);
  }

  private static void toFuture(
      AsyncMethod async,
      int token,
      MethodVisitor code,
      String plain,
      String plainDescriptor,
      String into,
      String intoDescriptor) {
    if (async.style() == AsyncMethod.Style.HOT_SUBCLASS) {
      code.visitTypeInsn(NEW, async.returnType());
      code.visitInsn(DUP);
      code.visitMethodInsn(INVOKESPECIAL, async.returnType(), "<init>", "()V", false);
      code.visitVarInsn(ILOAD, token);
      code.visitMethodInsn(
          INVOKESTATIC, RuntimeContract.CONTINUATIONS, into, intoDescriptor, false);
      code.visitTypeInsn(CHECKCAST, async.returnType());
    } else {
      code.visitVarInsn(ILOAD, token);
      code.visitMethodInsn(
          INVOKESTATIC, RuntimeContract.CONTINUATIONS, plain, plainDescriptor, false);
    }
    code.visitInsn(ARETURN);
  }

  private static int size(Type[] parameters) {
    int size = 0;
    for (Type parameter : parameters) {
      size += parameter.getSize();
    }
    return size;
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
