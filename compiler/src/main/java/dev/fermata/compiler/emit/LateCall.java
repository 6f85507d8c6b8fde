package dev.fermata.compiler.emit;

import dev.fermata.compiler.RuntimeContract;
import dev.fermata.compiler.scan.ResultType;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;

/**
 * An awaited call whose target only the running program knows. Its instruction takes what a direct
 * entry takes, and gives what one gives; the runtime links it to an entry, or to the call and the
 * await as they were written.
 */
final class LateCall {
  private static final Handle BIND =
      new Handle(
          Opcodes.H_INVOKESTATIC,
          RuntimeContract.AWAITED_CALLS,
          RuntimeContract.BIND,
          RuntimeContract.BIND_DESC,
          false);

  private LateCall() {}

  /**
   * The instruction.
   *
   * @param result what it is to give
   */
  static InvokeDynamicInsnNode site(MethodInsnNode call, ResultType result) {
    return new InvokeDynamicInsnNode(
        call.name,
        descriptor(call, result),
        BIND,
        new Handle(tag(call), call.owner, call.name, call.desc, call.itf),
        result.simpleName());
  }

  private static String descriptor(MethodInsnNode call, ResultType result) {
    StringBuilder descriptor = new StringBuilder("(");
    if (call.getOpcode() != Opcodes.INVOKESTATIC) {
      descriptor.append(Type.getObjectType(call.owner).getDescriptor());
    }
    for (Type argument : Type.getArgumentTypes(call.desc)) {
      descriptor.append(argument.getDescriptor());
    }
    return descriptor
        .append(RuntimeContract.ENTRY_TAIL)
        .append(')')
        .append(result.returned().getDescriptor())
        .toString();
  }

  private static int tag(MethodInsnNode call) {
    return switch (call.getOpcode()) {
      case Opcodes.INVOKESTATIC -> Opcodes.H_INVOKESTATIC;
      case Opcodes.INVOKESPECIAL -> Opcodes.H_INVOKESPECIAL;
      case Opcodes.INVOKEINTERFACE -> Opcodes.H_INVOKEINTERFACE;
      default -> Opcodes.H_INVOKEVIRTUAL;
    };
  }
}
