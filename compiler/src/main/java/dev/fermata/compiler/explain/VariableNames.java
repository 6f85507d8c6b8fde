package dev.fermata.compiler.explain;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;

/** Finds local variables in the {@code LocalVariableTable} of a method. */
final class VariableNames {
  private VariableNames() {}

  /** The variable that a slot holds at an instruction, or null if the class file does not tell. */
  static @Nullable LocalVariableNode find(MethodNode method, int slot, AbstractInsnNode at) {
    List<LocalVariableNode> variables = method.localVariables;
    if (variables == null) {
      return null;
    }
    int index = method.instructions.indexOf(at);
    for (LocalVariableNode variable : variables) {
      if (variable.index == slot
          && method.instructions.indexOf(variable.start) <= index
          && index < method.instructions.indexOf(variable.end)) {
        return variable;
      }
    }
    return null;
  }
}
