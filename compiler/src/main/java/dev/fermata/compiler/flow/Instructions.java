package dev.fermata.compiler.flow;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;

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

  /** The last real instruction at or before a node, or null at the start or at a stack map. */
  public static @Nullable AbstractInsnNode previousOrNull(@Nullable AbstractInsnNode from) {
    AbstractInsnNode node = from;
    while (node != null && node.getOpcode() < 0) {
      node = node instanceof FrameNode ? null : node.getPrevious();
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

  /**
   * A label at the offset of a real instruction; it stands before the instruction's stack map, as
   * all labels do in code as it is read.
   */
  public static LabelNode labelAt(AbstractInsnNode instruction, InsnList code) {
    AbstractInsnNode first = instruction;
    while (first.getPrevious() != null && first.getPrevious().getOpcode() < 0) {
      first = first.getPrevious();
    }
    if (first instanceof LabelNode label) {
      return label;
    }
    LabelNode label = new LabelNode();
    code.insertBefore(first, label);
    return label;
  }

  /** Makes a jump or a switch that goes to one label go to another. */
  public static void retarget(AbstractInsnNode jump, LabelNode from, LabelNode to) {
    if (jump instanceof JumpInsnNode one) {
      one.label = one.label == from ? to : one.label;
    } else if (jump instanceof TableSwitchInsnNode table) {
      table.labels.replaceAll(label -> label == from ? to : label);
      table.dflt = table.dflt == from ? to : table.dflt;
    } else if (jump instanceof LookupSwitchInsnNode lookup) {
      lookup.labels.replaceAll(label -> label == from ? to : label);
      lookup.dflt = lookup.dflt == from ? to : lookup.dflt;
    }
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

  /**
   * Whether the types of local variables, the exception ranges or the scopes of variables may be
   * others before an instruction than they are before the one ahead of it: behind labels and stack
   * maps, stores, and constructors, which make an object of what is in a variable.
   */
  public static boolean mayMeetOtherLocals(AbstractInsnNode instruction) {
    AbstractInsnNode previous = instruction.getPrevious();
    if (previous == null || previous.getOpcode() < 0) {
      return true;
    }
    int opcode = previous.getOpcode();
    return (opcode >= Opcodes.ISTORE && opcode <= Opcodes.ASTORE)
        || opcode == Opcodes.INVOKESPECIAL;
  }

  /** Whether this is one of the six return instructions. */
  public static boolean isReturn(int opcode) {
    return opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN;
  }

  /**
   * Whether an instruction may throw something other than what the JVM may throw anywhere, as for
   * want of memory or stack.
   */
  public static boolean canThrow(AbstractInsnNode instruction) {
    int opcode = instruction.getOpcode();
    if (opcode < 0) {
      return false;
    }
    return switch (opcode) {
      case Opcodes.IDIV, Opcodes.LDIV, Opcodes.IREM, Opcodes.LREM -> true;
      case Opcodes.LDC -> true; // resolves a class, a method type or a dynamic constant
      case Opcodes.IALOAD,
          Opcodes.LALOAD,
          Opcodes.FALOAD,
          Opcodes.DALOAD,
          Opcodes.AALOAD,
          Opcodes.BALOAD,
          Opcodes.CALOAD,
          Opcodes.SALOAD ->
          true;
      case Opcodes.IASTORE,
          Opcodes.LASTORE,
          Opcodes.FASTORE,
          Opcodes.DASTORE,
          Opcodes.AASTORE,
          Opcodes.BASTORE,
          Opcodes.CASTORE,
          Opcodes.SASTORE ->
          true;
      // Members, objects, arrays, throws, casts and monitors, but no jump on null.
      default ->
          opcode >= Opcodes.GETSTATIC && opcode != Opcodes.IFNULL && opcode != Opcodes.IFNONNULL;
    };
  }
}
