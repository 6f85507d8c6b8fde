package dev.fermata.compiler.normalize;

import dev.fermata.compiler.flow.AnalysisFrame;
import dev.fermata.compiler.flow.ControlFlowGraph;
import dev.fermata.compiler.flow.LivenessAnalysis;
import dev.fermata.compiler.flow.StackMaps;
import dev.fermata.compiler.flow.VerificationType;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Removes dead local variables from the stack maps. A compiler declares there what is in scope;
 * after a resume only what is live has a value. What is never read before it is written needs no
 * type, on any path that the verifier looks at, since liveness follows the same paths.
 *
 * <pre>
 * stack map [String int List]   =>   stack map [String top List]      // the int is not read any more
 * </pre>
 */
public final class TrimDeadLocals {
  private TrimDeadLocals() {}

  /** Rewrites the stack maps of a method in place. */
  public static void run(MethodNode method) {
    LivenessAnalysis liveness = new LivenessAnalysis(new ControlFlowGraph(method));
    Map<FrameNode, FrameNode> trimmed = new LinkedHashMap<>();
    for (AbstractInsnNode node : method.instructions) {
      if (node instanceof FrameNode map) {
        AnalysisFrame frame = AnalysisFrame.ofStackMap(map);
        BitSet live = liveness.before(map);
        trimmed.put(
            map,
            StackMaps.node(
                frame.localCount(),
                slot -> live.get(slot) ? frame.local(slot) : VerificationType.TOP,
                frame.stack(),
                method.instructions));
      }
    }
    trimmed.forEach(method.instructions::set);
  }
}
