package dev.fermata.compiler.scan;

import dev.fermata.compiler.RuntimeContract;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * An await may name the checked exceptions that its caller wants to catch, for the source compiler
 * alone: drops the names, so that all later stages know one kind of await only.
 *
 * <pre>
 * LDC X.class; INVOKESTATIC Fermata.await(Coroutine, Class)  =&gt;  Fermata.await(Coroutine)
 * </pre>
 */
final class DropDeclaredExceptions {
  private static final String CLASS = "Ljava/lang/Class;)";

  private DropDeclaredExceptions() {}

  /** Rewrites a method in place. */
  static void run(MethodNode method) {
    for (AbstractInsnNode node : method.instructions.toArray()) {
      if (node instanceof MethodInsnNode call
          && call.getOpcode() == Opcodes.INVOKESTATIC
          && call.owner.equals(RuntimeContract.FERMATA)
          && call.name.equals(RuntimeContract.AWAIT)) {
        while (call.desc.contains(CLASS)) {
          call.desc = call.desc.replace(CLASS, ")");
          dropArgument(method, call);
        }
      }
    }
  }

  private static void dropArgument(MethodNode method, MethodInsnNode call) {
    AbstractInsnNode argument = call.getPrevious();
    // What else there may be, such as a variable, stays, and so may a pop of the argument after it.
    if (argument instanceof LdcInsnNode constant && constant.cst instanceof Type) {
      method.instructions.remove(argument);
    } else {
      method.instructions.insertBefore(call, new InsnNode(Opcodes.POP));
    }
  }
}
