package dev.fermata.compiler.flow;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * The verification types at every instruction of a method. They are those that the class file's own
 * stack maps declare, carried forward through each block as the type checker of the JVM does: one
 * pass, no merging, and so no class is ever looked up.
 */
public final class TypeAnalysis {
  /** Takes the frame before each instruction. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * Called for every real instruction in order, reachable or not.
     *
     * @param instruction no label, line number or stack map
     * @param before valid during the call; {@link AnalysisFrame#copy} it to keep it
     */
    void visit(AbstractInsnNode instruction, AnalysisFrame before);

    /**
     * Called after every real instruction, with the frame that its jumps and the next instruction
     * get.
     */
    default void leave(AbstractInsnNode instruction, AnalysisFrame after) {}

    /** Called where control falls into a declared stack map. */
    default void join(FrameNode map, AnalysisFrame current, AnalysisFrame declared) {}
  }

  private TypeAnalysis() {}

  /**
   * Walks a method.
   *
   * @param owner the internal name of its class
   * @throws TypeCheckException if the operands or stack maps contradict each other
   */
  public static void walk(String owner, MethodNode method, Visitor visitor) {
    walk(owner, method, Assignability.TRUSTING, visitor);
  }

  /** The same, with classes checked too. */
  public static void walk(
      String owner, MethodNode method, Assignability assignability, Visitor visitor) {
    boolean receiverStays = receiverStays(method);
    FrameInterpreter interpreter =
        new FrameInterpreter(
            owner,
            Type.getReturnType(method.desc),
            assignability,
            AnalysisFrame.ofEntry(owner, method));
    boolean reachable = true;
    for (AbstractInsnNode node : method.instructions) {
      try {
        if (node instanceof FrameNode map) {
          AnalysisFrame declared = AnalysisFrame.ofStackMap(map);
          if (receiverStays) {
            declared.markReceiver();
          }
          if (reachable) {
            visitor.join(map, interpreter.frame(), declared);
          }
          interpreter.moveTo(declared);
          reachable = true;
        } else if (node.getOpcode() >= 0) {
          if (!reachable) {
            throw new TypeCheckException("a stack map is missing after a jump");
          }
          visitor.visit(node, interpreter.frame());
          interpreter.execute(node);
          visitor.leave(node, interpreter.frame());
          reachable = !Instructions.endsFlow(node);
        }
      } catch (TypeCheckException e) {
        throw e.at(node);
      }
    }
    if (reachable) {
      throw new TypeCheckException("control runs off the end of the code");
    }
  }

  private static boolean receiverStays(MethodNode method) {
    if ((method.access & Opcodes.ACC_STATIC) != 0 || method.name.equals("<init>")) {
      return false;
    }
    for (AbstractInsnNode node : method.instructions) {
      boolean store = node.getOpcode() >= Opcodes.ISTORE && node.getOpcode() <= Opcodes.ASTORE;
      if (store && ((VarInsnNode) node).var == 0) {
        return false;
      }
      if (node instanceof IincInsnNode increment && increment.var == 0) {
        return false;
      }
    }
    return true;
  }
}
