package dev.fermata.compiler.normalize;

import dev.fermata.compiler.RuntimeContract;
import dev.fermata.compiler.flow.ControlFlowGraph;
import dev.fermata.compiler.flow.Instructions;
import dev.fermata.compiler.flow.LivenessAnalysis;
import dev.fermata.compiler.flow.Slots;
import dev.fermata.compiler.flow.TypeAnalysis;
import dev.fermata.compiler.flow.VerificationType;
import dev.fermata.compiler.verify.ClassHierarchy;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Lets what a close throws go on in place of a cancellation, where it would be suppressed: the
 * resource may have been the one that cancelled the body.
 *
 * <pre>
 * ALOAD 1                                    ALOAD 1
 * ALOAD 2                                    ALOAD 2
 * INVOKEVIRTUAL Throwable.addSuppressed  =>  INVOKESTATIC Continuations.suppress; ASTORE 1
 *                                            INVOKESTATIC Continuations.addSuppressed
 * </pre>
 *
 * <p>The first form is for a variable that is still read, as javac's and ecj's are: it is thrown in
 * the end, and ecj closes the outer resources of the same statement before. The second one throws
 * at once; it is for all other code.
 */
public final class RetargetAddSuppressed {
  private static final String THROWABLE = "java/lang/Throwable";

  private RetargetAddSuppressed() {}

  /** Rewrites a method in place. */
  public static void run(String owner, MethodNode method, ClassHierarchy hierarchy) {
    Map<MethodInsnNode, VerificationType> variables = new LinkedHashMap<>();
    for (AbstractInsnNode node : method.instructions) {
      if (node instanceof MethodInsnNode call && addsSuppressed(call, hierarchy)) {
        variables.put(call, VerificationType.TOP);
      }
    }
    if (variables.isEmpty()) {
      return;
    }
    TypeAnalysis.walk(
        owner,
        method,
        (node, before) -> {
          VarInsnNode load = node instanceof MethodInsnNode call ? receiverOf(call) : null;
          if (load != null && variables.containsKey(node)) {
            variables.put((MethodInsnNode) node, before.local(load.var));
          }
        });
    LivenessAnalysis liveness = new LivenessAnalysis(new ControlFlowGraph(method));
    Map<MethodInsnNode, VarInsnNode> kept = new LinkedHashMap<>();
    variables.forEach(
        (call, type) -> {
          VarInsnNode load = receiverOf(call);
          if (load != null
              && type.equals(VerificationType.object(THROWABLE))
              && liveness.after(call).get(load.var)) {
            kept.put(call, Slots.store(type, load.var));
          }
        });
    variables.keySet().forEach(call -> retarget(method, call, kept.get(call)));
  }

  private static boolean addsSuppressed(MethodInsnNode call, ClassHierarchy hierarchy) {
    return call.getOpcode() == Opcodes.INVOKEVIRTUAL
        && call.name.equals("addSuppressed")
        && call.desc.equals("(L" + THROWABLE + ";)V")
        && hierarchy.isCertainlySubclass(call.owner, THROWABLE);
  }

  /** The load of the exception that is on its way, if it and the other one are loaded in a row. */
  private static @Nullable VarInsnNode receiverOf(MethodInsnNode call) {
    VarInsnNode closing = loadBefore(call);
    return closing == null ? null : loadBefore(closing);
  }

  private static @Nullable VarInsnNode loadBefore(AbstractInsnNode node) {
    AbstractInsnNode before = Instructions.previousOrNull(node.getPrevious());
    return before != null && before.getOpcode() == Opcodes.ALOAD ? (VarInsnNode) before : null;
  }

  private static void retarget(
      MethodNode method, MethodInsnNode call, @Nullable VarInsnNode store) {
    MethodInsnNode suppress =
        new MethodInsnNode(
            Opcodes.INVOKESTATIC,
            RuntimeContract.CONTINUATIONS,
            store == null ? RuntimeContract.ADD_SUPPRESSED : RuntimeContract.SUPPRESS,
            store == null ? RuntimeContract.ADD_SUPPRESSED_DESC : RuntimeContract.SUPPRESS_DESC,
            false);
    method.instructions.set(call, suppress);
    if (store != null) {
      method.instructions.insert(suppress, store);
    }
  }
}
