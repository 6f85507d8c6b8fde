package dev.fermata.compiler.flow;

import static org.objectweb.asm.Opcodes.ACONST_NULL;
import static org.objectweb.asm.Opcodes.BIPUSH;
import static org.objectweb.asm.Opcodes.DCONST_0;
import static org.objectweb.asm.Opcodes.FCONST_0;
import static org.objectweb.asm.Opcodes.ICONST_0;
import static org.objectweb.asm.Opcodes.LCONST_0;
import static org.objectweb.asm.Opcodes.POP;
import static org.objectweb.asm.Opcodes.POP2;
import static org.objectweb.asm.Opcodes.SIPUSH;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/** The instructions that move a value of some verification type. */
public final class Slots {
  private Slots() {}

  /** Loads a local variable. */
  public static VarInsnNode load(VerificationType type, int slot) {
    return new VarInsnNode(asmType(type).getOpcode(Opcodes.ILOAD), slot);
  }

  /** Stores into a local variable. */
  public static VarInsnNode store(VerificationType type, int slot) {
    return new VarInsnNode(asmType(type).getOpcode(Opcodes.ISTORE), slot);
  }

  /** Drops an operand. */
  public static InsnNode pop(VerificationType type) {
    return new InsnNode(type.size() == 2 ? POP2 : POP);
  }

  /** Pushes zero or null. */
  public static InsnNode zero(VerificationType type) {
    return new InsnNode(
        switch (type.sort()) {
          case INT -> ICONST_0;
          case FLOAT -> FCONST_0;
          case LONG -> LCONST_0;
          case DOUBLE -> DCONST_0;
          case NULL, OBJECT -> ACONST_NULL;
          default -> throw new IllegalStateException("no zero of " + type);
        });
  }

  /** Pushes an int between 0 and 32,767. */
  public static AbstractInsnNode push(int value) {
    if (value <= 5) {
      return new InsnNode(ICONST_0 + value);
    }
    return new IntInsnNode(value <= Byte.MAX_VALUE ? BIPUSH : SIPUSH, value);
  }

  private static Type asmType(VerificationType type) {
    return switch (type.sort()) {
      case INT -> Type.INT_TYPE;
      case FLOAT -> Type.FLOAT_TYPE;
      case LONG -> Type.LONG_TYPE;
      case DOUBLE -> Type.DOUBLE_TYPE;
      default -> Type.getObjectType("java/lang/Object");
    };
  }
}
