package dev.fermata.compiler.scan;

import dev.fermata.compiler.RuntimeContract;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Recognises {@code Fermata.await} and {@code Fermata.emit}, the calls at which a body is held, and
 * {@code completed}.
 */
public final class Awaits {
  private Awaits() {}

  /** The calls at which a method may be held, in code order. */
  public static List<MethodInsnNode> in(MethodNode method) {
    return calls(method, call -> isAwait(call) || isWovenEmit(call));
  }

  /** The calls of emit and emitAll. */
  static List<MethodInsnNode> emitsIn(MethodNode method) {
    return calls(method, call -> isEmit(call) || isWovenEmit(call));
  }

  /** The calls of await alone. */
  static List<MethodInsnNode> awaitsIn(MethodNode method) {
    return calls(method, Awaits::isAwait);
  }

  private static List<MethodInsnNode> calls(MethodNode method, Predicate<MethodInsnNode> which) {
    List<MethodInsnNode> calls = new ArrayList<>();
    for (AbstractInsnNode node : method.instructions) {
      if (node instanceof MethodInsnNode call
          && call.getOpcode() == Opcodes.INVOKESTATIC
          && call.owner.equals(RuntimeContract.FERMATA)
          && which.test(call)) {
        calls.add(call);
      }
    }
    return calls;
  }

  private static boolean isAwait(MethodInsnNode call) {
    return call.name.equals(RuntimeContract.AWAIT)
        && (call.desc.equals(RuntimeContract.AWAIT_STAGE_DESC)
            || call.desc.equals(RuntimeContract.AWAIT_COROUTINE_DESC));
  }

  /** Whether this is a call of emit as its author wrote it. */
  static boolean isEmit(MethodInsnNode call) {
    return call.owner.equals(RuntimeContract.FERMATA)
        && ((call.name.equals(RuntimeContract.EMIT) && call.desc.equals(RuntimeContract.EMIT_DESC))
            || (call.name.equals(RuntimeContract.EMIT_ALL)
                && call.desc.equals(RuntimeContract.EMIT_ALL_DESC)));
  }

  private static boolean isWovenEmit(MethodInsnNode call) {
    return (call.name.equals(RuntimeContract.EMIT)
            && call.desc.equals(RuntimeContract.EMIT_WOVEN_DESC))
        || (call.name.equals(RuntimeContract.EMIT_ALL)
            && call.desc.equals(RuntimeContract.EMIT_ALL_WOVEN_DESC));
  }

  /** Whether this makes what an async method returns of a value that it has. */
  public static boolean isCompleted(MethodInsnNode call) {
    if (call.getOpcode() != Opcodes.INVOKESTATIC) {
      return false;
    }
    return switch (call.owner) {
      case RuntimeContract.FERMATA ->
          call.name.equals(RuntimeContract.COMPLETED)
              && (call.desc.equals(RuntimeContract.COMPLETED_DESC)
                  || call.desc.equals(RuntimeContract.COMPLETED_VOID_DESC));
      case RuntimeContract.COMPLETABLE_FUTURE ->
          call.name.equals(RuntimeContract.COMPLETED_FUTURE)
              && call.desc.equals(RuntimeContract.COMPLETED_FUTURE_DESC);
      default -> false;
    };
  }

  /** Whether a method handle is one of await or emit. */
  static boolean isAwait(Handle handle) {
    return handle.getOwner().equals(RuntimeContract.FERMATA)
        && (handle.getName().equals(RuntimeContract.AWAIT)
            || handle.getName().equals(RuntimeContract.EMIT)
            || handle.getName().equals(RuntimeContract.EMIT_ALL));
  }
}
