package dev.fermata.compiler.emit;

import static org.objectweb.asm.Opcodes.ACC_FINAL;
import static org.objectweb.asm.Opcodes.ACC_PRIVATE;
import static org.objectweb.asm.Opcodes.ACC_PROTECTED;
import static org.objectweb.asm.Opcodes.ACONST_NULL;
import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.ARETURN;
import static org.objectweb.asm.Opcodes.GETFIELD;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.PUTFIELD;

import dev.fermata.compiler.RuntimeContract;
import dev.fermata.compiler.scan.AsyncMethod;
import dev.fermata.compiler.scan.Places;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;

/**
 * Emits the class of a cold method's coroutines, or of a generator: they keep the arguments, and
 * enter the direct entry when begun.
 */
public final class EmitCoroutineClass {
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
        RuntimeContract.COROUTINE_BEGIN_DESC,
        code -> {
          for (int i = 0; i < parameters.length; i++) {
            code.visitVarInsn(ALOAD, 0);
            code.visitFieldInsn(GETFIELD, coroutine.name(), "a" + i, parameters[i].getDescriptor());
          }
          code.visitInsn(ACONST_NULL);
          code.visitInsn(ACONST_NULL);
          EmitFrameClass.callEntry(code, owner, async);
          code.visitInsn(ARETURN);
        });
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
}
