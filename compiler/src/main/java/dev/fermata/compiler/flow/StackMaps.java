package dev.fermata.compiler.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.LabelNode;

/** Makes the stack map nodes of a method. */
public final class StackMaps {
  private StackMaps() {}

  /**
   * Makes a stack map in ASM's expanded form.
   *
   * @param slots how many local slots to write; trailing unusable ones are left out
   * @param locals the type in each slot; what lies in the second slot of a wide value is not asked
   *     for
   * @param stack the operands, the deepest first
   * @param code the method's instructions, to which labels of uninitialised objects may be added
   */
  public static FrameNode node(
      int slots,
      IntFunction<VerificationType> locals,
      List<VerificationType> stack,
      InsnList code) {
    List<Object> entries = new ArrayList<>();
    int used = 0;
    for (int slot = 0; slot < slots; ) {
      VerificationType type = locals.apply(slot);
      entries.add(entry(type, code));
      if (type.sort() != VerificationType.Sort.TOP) {
        used = entries.size();
      }
      slot += type.size();
    }
    Object[] operands = stack.stream().map(type -> entry(type, code)).toArray();
    return new FrameNode(
        Opcodes.F_NEW, used, entries.subList(0, used).toArray(), operands.length, operands);
  }

  private static Object entry(VerificationType type, InsnList code) {
    return switch (type.sort()) {
      case TOP -> Opcodes.TOP;
      case INT -> Opcodes.INTEGER;
      case FLOAT -> Opcodes.FLOAT;
      case LONG -> Opcodes.LONG;
      case DOUBLE -> Opcodes.DOUBLE;
      case NULL -> Opcodes.NULL;
      case UNINITIALIZED_THIS -> Opcodes.UNINITIALIZED_THIS;
      case UNINITIALIZED -> labelOf(type.creation(), code);
      case OBJECT -> type.name();
    };
  }

  private static LabelNode labelOf(AbstractInsnNode creation, InsnList code) {
    AbstractInsnNode before = creation.getPrevious();
    while (before != null && before.getOpcode() < 0) {
      if (before instanceof LabelNode label) {
        return label;
      }
      before = before.getPrevious();
    }
    LabelNode label = new LabelNode();
    code.insertBefore(creation, label);
    return label;
  }
}
