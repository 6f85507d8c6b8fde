package dev.fermata.compiler.scan;

import dev.fermata.compiler.RuntimeContract;
import dev.fermata.compiler.flow.Instructions;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The instructions of a method by which a caught exception may go on, or be lost.
 *
 * @param throwing those that throw
 * @param calls the calls that throw what they are given, tell it to somebody, or make a future
 * @param constructors the calls that may make an exception of which it is the cause
 * @param returns those that return
 */
record ExceptionOutlets(
    Set<AbstractInsnNode> throwing,
    Set<MethodInsnNode> calls,
    Set<MethodInsnNode> constructors,
    Set<AbstractInsnNode> returns) {
  private static final Set<String> FAILING =
      Set.of("completeExceptionally", "obtrudeException", "failedFuture", "failedStage");

  /** What callees are called that throw what they are given, or tell it to somebody. */
  private static final Set<String> TELLING =
      Set.of(
          "propagate",
          "fail",
          "tryFail",
          "setFailure",
          "tryFailure",
          "setException",
          "addSuppressed",
          "onError",
          "onFailure");

  private static final Set<String> FUTURES =
      Set.of(
          RuntimeContract.COROUTINE,
          RuntimeContract.COMPLETABLE_FUTURE,
          RuntimeContract.COMPLETION_STAGE);

  /** Those of a method, in code order. */
  static ExceptionOutlets of(MethodNode method) {
    ExceptionOutlets outlets =
        new ExceptionOutlets(
            new LinkedHashSet<>(),
            new LinkedHashSet<>(),
            new LinkedHashSet<>(),
            new LinkedHashSet<>());
    method.instructions.forEach(outlets::add);
    return outlets;
  }

  private void add(AbstractInsnNode node) {
    if (node.getOpcode() == Opcodes.ATHROW) {
      throwing.add(node);
    } else if (Instructions.isReturn(node.getOpcode())) {
      returns.add(node);
    } else if (node instanceof MethodInsnNode call) {
      if (call.name.equals("<init>")) {
        constructors.add(call);
      }
      if (tells(call) || makesFuture(call)) {
        calls.add(call);
      }
    }
  }

  /** Whether a call makes a future fail. */
  static boolean failsFuture(MethodInsnNode call) {
    return FAILING.contains(call.name);
  }

  private static boolean tells(MethodInsnNode call) {
    return failsFuture(call)
        || TELLING.contains(call.name)
        || call.name.toLowerCase(Locale.ROOT).contains("throw");
  }

  private static boolean makesFuture(MethodInsnNode call) {
    Type result = Type.getReturnType(call.desc);
    return result.getSort() == Type.OBJECT
        && FUTURES.contains(result.getInternalName())
        && !call.name.equals(RuntimeContract.COMPLETED)
        && !call.name.equals(RuntimeContract.COMPLETED_FUTURE);
  }
}
