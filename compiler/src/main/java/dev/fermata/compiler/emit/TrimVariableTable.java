package dev.fermata.compiler.emit;

import dev.fermata.compiler.flow.AnalysisFrame;
import dev.fermata.compiler.flow.Instructions;
import dev.fermata.compiler.flow.TypeAnalysis;
import dev.fermata.compiler.flow.VerificationType;
import dev.fermata.compiler.flow.VerificationType.Sort;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Keeps the variables of a debugger true: a variable that is dead at a suspension point is not
 * restored, so behind the resume its slot has no value until it is written again.
 *
 * <pre>
 * x: 4 to 60   =>   x: 4 to 15, 38 to 60      // dead where the resume joins at 15, written at 38
 * </pre>
 */
public final class TrimVariableTable {
  private final MethodNode method;
  private final List<Scope> scopes = new ArrayList<>();
  private final Map<AbstractInsnNode, LabelNode> labels = new LinkedHashMap<>();

  private TrimVariableTable(MethodNode method) {
    this.method = method;
  }

  /** Rewrites the table of a woven method in place, if it has one. */
  public static void run(String owner, MethodNode method) {
    if (method.localVariables != null && !method.localVariables.isEmpty()) {
      new TrimVariableTable(method).trim(owner);
    }
  }

  private void trim(String owner) {
    InsnList code = method.instructions;
    for (LocalVariableNode variable : method.localVariables) {
      scopes.add(new Scope(variable, code.indexOf(variable.start), code.indexOf(variable.end)));
    }
    TypeAnalysis.walk(
        owner,
        method,
        (node, before) -> {
          if (Instructions.mayMeetOtherLocals(node)) {
            int index = code.indexOf(node);
            scopes.forEach(scope -> scope.visit(node, index, before));
          }
        });
    List<LocalVariableNode> trimmed = new ArrayList<>();
    for (Scope scope : scopes) {
      scope.close(null);
      trimmed.addAll(scope.parts);
    }
    method.localVariables = trimmed;
    labels.forEach(code::insertBefore);
  }

  private LabelNode labelBefore(AbstractInsnNode node) {
    return labels.computeIfAbsent(node, key -> new LabelNode());
  }

  /** One entry of the table, and the parts of it in which its slot has a value. */
  private final class Scope {
    private final LocalVariableNode variable;
    private final int start;
    private final int end;
    private final List<LocalVariableNode> parts = new ArrayList<>();
    private boolean begun;
    private @Nullable LabelNode open;

    Scope(LocalVariableNode variable, int start, int end) {
      this.variable = variable;
      this.start = start;
      this.end = end;
    }

    void visit(AbstractInsnNode node, int index, AnalysisFrame before) {
      if (index < start || index >= end) {
        return;
      }
      if (!hasValue(before)) {
        close(node);
      } else if (open == null) {
        open = begun ? labelBefore(node) : variable.start;
      }
      begun = true;
    }

    /** Ends the open part before a node, or with the whole scope. */
    void close(@Nullable AbstractInsnNode node) {
      if (open != null) {
        LabelNode closing = node == null ? variable.end : labelBefore(node);
        parts.add(
            new LocalVariableNode(
                variable.name, variable.desc, variable.signature, open, closing, variable.index));
        open = null;
      }
    }

    private boolean hasValue(AnalysisFrame frame) {
      if (variable.index >= frame.localCount()) {
        return false;
      }
      VerificationType type = frame.local(variable.index);
      return switch (variable.desc.charAt(0)) {
        case 'Z', 'B', 'C', 'S', 'I' -> type.sort() == Sort.INT;
        case 'F' -> type.sort() == Sort.FLOAT;
        case 'J' -> type.sort() == Sort.LONG;
        case 'D' -> type.sort() == Sort.DOUBLE;
        default -> type.isReference();
      };
    }
  }
}
