package dev.fermata.compiler.verify;

import dev.fermata.compiler.flow.AnalysisFrame;
import dev.fermata.compiler.flow.Assignability;
import dev.fermata.compiler.flow.ControlFlowGraph;
import dev.fermata.compiler.flow.Instructions;
import dev.fermata.compiler.flow.TypeAnalysis;
import dev.fermata.compiler.flow.TypeCheckException;
import dev.fermata.compiler.flow.VerificationType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/**
 * Verifies one method by type checking (JVMS 4.10.1): every instruction against the stack maps of
 * the method, every jump, fall-through and exception edge against the map at its target.
 */
public final class MethodVerifier {
  private final Assignability assignability;

  /** Makes a verifier; it keeps nothing between methods. */
  public MethodVerifier(Assignability assignability) {
    this.assignability = assignability;
  }

  /**
   * Verifies a method that has code.
   *
   * @param owner the internal name of its class
   * @throws TypeCheckException if it does not verify
   */
  public void verify(String owner, MethodNode method) {
    TypeAnalysis.walk(owner, method, assignability, new Edges(method));
  }

  private final class Edges implements TypeAnalysis.Visitor {
    private final ActiveRanges ranges;
    private final Map<LabelNode, AnalysisFrame> declared = new HashMap<>();

    Edges(MethodNode method) {
      this.ranges = new ActiveRanges(method);
      AnalysisFrame map = null;
      for (AbstractInsnNode node = method.instructions.getLast();
          node != null;
          node = node.getPrevious()) {
        if (node.getOpcode() >= 0) {
          map = null;
        } else if (node instanceof FrameNode frame) {
          if (map != null) {
            throw new TypeCheckException("two stack maps at one place");
          }
          map = AnalysisFrame.ofStackMap(frame);
        } else if (node instanceof LabelNode label && map != null) {
          declared.put(label, map);
        }
      }
    }

    @Override
    public void visit(AbstractInsnNode instruction, AnalysisFrame before) {
      if (!Instructions.mayMeetOtherLocals(instruction)) {
        return; // a handler looks at nothing but locals
      }
      ranges.moveTo(instruction);
      for (TryCatchBlockNode block : ranges.active()) {
        String type = block.type == null ? "java/lang/Throwable" : block.type;
        AnalysisFrame handler = declaredAt(block.handler);
        requireLocals(before, handler);
        if (handler.stack().size() != 1
            || !assignability.isAssignable(VerificationType.object(type), handler.stack().get(0))) {
          throw new TypeCheckException("the handler of " + type + " expects " + handler.stack());
        }
      }
    }

    @Override
    public void leave(AbstractInsnNode instruction, AnalysisFrame after) {
      for (LabelNode target : ControlFlowGraph.targets(instruction)) {
        require(after, declaredAt(target));
      }
    }

    @Override
    public void join(FrameNode map, AnalysisFrame current, AnalysisFrame declaredHere) {
      require(current, declaredHere);
    }

    private AnalysisFrame declaredAt(LabelNode label) {
      @Nullable AnalysisFrame map = declared.get(label);
      if (map == null) {
        throw new TypeCheckException("a stack map is missing at a jump's target");
      }
      return map;
    }

    private void require(AnalysisFrame current, AnalysisFrame expected) {
      requireLocals(current, expected);
      List<VerificationType> from = current.stack();
      List<VerificationType> to = expected.stack();
      if (from.size() != to.size()) {
        throw new TypeCheckException("operands " + to + " are expected instead of " + from);
      }
      for (int i = 0; i < from.size(); i++) {
        if (!assignability.isAssignable(from.get(i), to.get(i))) {
          throw new TypeCheckException("operands " + to + " are expected instead of " + from);
        }
      }
    }

    private void requireLocals(AnalysisFrame current, AnalysisFrame expected) {
      for (int slot = 0; slot < expected.localCount(); slot++) {
        VerificationType from = current.local(slot);
        VerificationType to = expected.local(slot);
        if (!assignability.isAssignable(from, to)) {
          throw new TypeCheckException(
              "local " + slot + " is " + from + " where " + to + " is expected");
        }
      }
    }
  }
}
