package dev.fermata.compiler.emit;

import static org.objectweb.asm.Opcodes.*;

import dev.fermata.compiler.RuntimeContract;
import dev.fermata.compiler.scan.AsyncMethod;
import dev.fermata.compiler.scan.Places;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;

/**
 * Emits the class of a cold method's coroutines, or of a generator: they keep the arguments, and
 * enter the direct entry when begun. A hot method has such a class if it may call itself, for calls
 * for which the stack is too deep.
 */
public final class EmitCoroutineClass {
  /** Makes the coroutine of a hot method. */
  static final String FACTORY = "of";

  private EmitCoroutineClass() {}

  private static String superclass(AsyncMethod async) {
    return switch (async.style()) {
      case ASYNC_GENERATOR -> RuntimeContract.ASYNC_GENERATOR;
      case GENERATOR -> RuntimeContract.GENERATOR;
      default -> RuntimeContract.COROUTINE;
    };
  }

  /** The bytes of the class. */
  public static byte[] run(ClassNode owner, AsyncMethod async) {
    GeneratedClass coroutine = new GeneratedClass(owner, async.coroutineClass(), superclass(async));
    Type[] parameters = async.parameters(owner.name);
    for (int i = 0; i < parameters.length; i++) {
      coroutine.field(ACC_PRIVATE | ACC_FINAL, "a" + i, parameters[i].getDescriptor());
    }
    coroutine.constructor(
        Type.getMethodDescriptor(Type.VOID_TYPE, parameters),
        code -> {
          int slot = 1;
          for (int i = 0; i < parameters.length; i++) {
            code.visitVarInsn(ALOAD, 0);
            code.visitVarInsn(parameters[i].getOpcode(ILOAD), slot);
            code.visitFieldInsn(PUTFIELD, coroutine.name(), "a" + i, parameters[i].getDescriptor());
            slot += parameters[i].getSize();
          }
        });
    coroutine.method(
        ACC_PROTECTED,
        RuntimeContract.COROUTINE_BEGIN,
        RuntimeContract.COROUTINE_BEGIN_WITHIN_DESC,
        code -> {
          for (int i = 0; i < parameters.length; i++) {
            code.visitVarInsn(ALOAD, 0);
            code.visitFieldInsn(GETFIELD, coroutine.name(), "a" + i, parameters[i].getDescriptor());
          }
          code.visitInsn(ACONST_NULL);
          code.visitInsn(ACONST_NULL);
          code.visitVarInsn(ILOAD, 1);
          EmitFrameClass.callEntry(code, owner, async);
          code.visitInsn(ARETURN);
        });
    if (!async.isGenerator()) {
      emitBegin(coroutine);
    }
    if (async.style() != AsyncMethod.Style.COLD && !async.isGenerator()) {
      emitFactory(coroutine, parameters);
    }
    String ownerName = owner.name.substring(owner.name.lastIndexOf('/') + 1).replace('$', '.');
    coroutine.method(
        ACC_PROTECTED,
        RuntimeContract.COROUTINE_NAME,
        RuntimeContract.COROUTINE_NAME_DESC,
        code -> {
          code.visitLdcInsn(ownerName + "." + Places.sourceName(async.method().name));
          code.visitInsn(ARETURN);
        });
    return coroutine.toByteArray();
  }

  private static void emitBegin(GeneratedClass coroutine) {
    coroutine.method(
        ACC_PROTECTED,
        RuntimeContract.COROUTINE_BEGIN,
        RuntimeContract.COROUTINE_BEGIN_DESC,
        code -> {
          code.visitVarInsn(ALOAD, 0);
          EmitFrameClass.pushHeadroom(code);
          code.visitMethodInsn(
              INVOKEVIRTUAL,
              coroutine.name(),
              RuntimeContract.COROUTINE_BEGIN,
              RuntimeContract.COROUTINE_BEGIN_WITHIN_DESC,
              false);
          code.visitInsn(ARETURN);
        });
  }

  /** What stands in for a call of a hot method: its arguments are on the stack already. */
  private static void emitFactory(GeneratedClass coroutine, Type[] parameters) {
    coroutine.method(
        ACC_STATIC,
        FACTORY,
        factoryDescriptor(parameters),
        code -> {
          code.visitTypeInsn(NEW, coroutine.name());
          code.visitInsn(DUP);
          int slot = 0;
          for (Type parameter : parameters) {
            code.visitVarInsn(parameter.getOpcode(ILOAD), slot);
            slot += parameter.getSize();
          }
          code.visitMethodInsn(
              INVOKESPECIAL,
              coroutine.name(),
              "<init>",
              Type.getMethodDescriptor(Type.VOID_TYPE, parameters),
              false);
          code.visitInsn(ARETURN);
        });
  }

  static String factoryDescriptor(Type[] parameters) {
    return Type.getMethodDescriptor(Type.getObjectType(RuntimeContract.COROUTINE), parameters);
  }
}
