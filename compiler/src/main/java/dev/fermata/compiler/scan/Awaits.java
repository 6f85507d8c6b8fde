package dev.fermata.compiler.scan;

import dev.fermata.compiler.RuntimeContract;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Recognises {@code Fermata.await}. */
public final class Awaits {
  private Awaits() {}

  /** The calls of await in a method, in code order. */
  public static List<MethodInsnNode> in(MethodNode method) {
    List<MethodInsnNode> awaits = new ArrayList<>();
    for (AbstractInsnNode node : method.instructions) {
      if (node instanceof MethodInsnNode call && isAwait(call)) {
        awaits.add(call);
      }
    }
    return awaits;
  }

  private static boolean isAwait(MethodInsnNode call) {
    return call.getOpcode() == Opcodes.INVOKESTATIC
        && isAwait(call.owner, call.name)
        && (call.desc.equals(RuntimeContract.AWAIT_STAGE_DESC)
            || call.desc.equals(RuntimeContract.AWAIT_COROUTINE_DESC));
  }

  /** Whether a method handle is one of await. */
  static boolean isAwait(Handle handle) {
    return isAwait(handle.getOwner(), handle.getName());
  }

  private static boolean isAwait(String owner, String name) {
    return owner.equals(RuntimeContract.FERMATA) && name.equals(RuntimeContract.AWAIT);
  }
}
