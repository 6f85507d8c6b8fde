package dev.fermata.compiler.flow;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LineNumberNode;

/** Small questions about instruction lists. */
public final class Instructions {
  private Instructions() {}

  /** The first real instruction at or after a node: no label, line number or stack map. */
  public static AbstractInsnNode next(AbstractInsnNode from) {
    AbstractInsnNode node = nextOrNull(from);
    if (node == null) {
      throw new TypeCheckException("control runs off the end of the code");
    }
    return node;
  }

  /** The first real instruction at or after a node, or null at the end. */
  public static @Nullable AbstractInsnNode nextOrNull(@Nullable AbstractInsnNode from) {
    AbstractInsnNode node = from;
    while (node != null && node.getOpcode() < 0) {
      node = node.getNext();
    }
    return node;
  }

  /** The source line of an instruction, or 0 if the class file does not tell. */
  public static int line(AbstractInsnNode instruction) {
    for (AbstractInsnNode node = instruction; node != null; node = node.getPrevious()) {
      if (node instanceof LineNumberNode line) {
        return line.line;
      }
    }
    return 0;
  }

  /** Whether control never goes on to the next instruction. */
  public static boolean endsFlow(AbstractInsnNode instruction) {
    int opcode = instruction.getOpcode();
    return opcode == Opcodes.GOTO
        || opcode == Opcodes.TABLESWITCH
        || opcode == Opcodes.LOOKUPSWITCH
        || opcode == Opcodes.ATHROW
        || opcode == Opcodes.RET
        || isReturn(opcode);
  }

  /** Whether this is one of the six return instructions. */
  public static boolean isReturn(int opcode) {
    return opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN;
  }
}
