package dev.fermata.compiler.flow;

import static dev.fermata.compiler.flow.VerificationType.DOUBLE;
import static dev.fermata.compiler.flow.VerificationType.FLOAT;
import static dev.fermata.compiler.flow.VerificationType.INT;
import static dev.fermata.compiler.flow.VerificationType.LONG;
import static dev.fermata.compiler.flow.VerificationType.NULL;
import static dev.fermata.compiler.flow.VerificationType.object;
import static org.objectweb.asm.Opcodes.*;

import dev.fermata.compiler.flow.VerificationType.Sort;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MultiANewArrayInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * What each instruction does to an analysis frame, checked as the type rules of JVMS 4.10.1.9 check
 * it. Access rights and protected members are not looked at: no pass changes who accesses what.
 */
final class FrameInterpreter {
  private static final String[] PRIMITIVE_ARRAYS = {"[Z", "[C", "[F", "[D", "[B", "[S", "[I", "[J"};

  /** What an array instruction's elements may be, in the order of the instructions. */
  private static final String[] ELEMENTS = {"I", "J", "F", "D", "L[", "BZ", "C", "S"};

  private final String owner;
  private final VerificationType returnType;
  private final boolean returnsVoid;
  private final Assignability assignability;
  private AnalysisFrame frame;

  FrameInterpreter(
      String owner, Type returnType, Assignability assignability, AnalysisFrame first) {
    this.owner = owner;
    this.returnsVoid = returnType.getSort() == Type.VOID;
    this.returnType = returnsVoid ? VerificationType.TOP : VerificationType.of(returnType);
    this.assignability = assignability;
    this.frame = first;
  }

  AnalysisFrame frame() {
    return frame;
  }

  void moveTo(AnalysisFrame next) {
    frame = next;
  }

  /**
   * Changes the frame as {@code insn} does; the frame is then the one after it, before any jump.
   */
  void execute(AbstractInsnNode insn) {
    int opcode = insn.getOpcode();
    if (opcode >= IALOAD && opcode <= SALOAD) {
      loadFromArray(opcode);
    } else if (opcode >= IASTORE && opcode <= SASTORE) {
      storeToArray(opcode);
    } else if (opcode >= POP && opcode <= SWAP) {
      shuffle(opcode);
    } else if (opcode >= IADD && opcode <= DCMPG && opcode != IINC) {
      compute(opcode);
    } else {
      executeOther(insn, opcode);
    }
  }

  private void executeOther(AbstractInsnNode insn, int opcode) {
    switch (opcode) {
      case NOP, GOTO -> {}
      case ACONST_NULL -> frame.push(NULL);
      case ICONST_M1, ICONST_0, ICONST_1, ICONST_2, ICONST_3, ICONST_4, ICONST_5, BIPUSH, SIPUSH ->
          frame.push(INT);
      case LCONST_0, LCONST_1 -> frame.push(LONG);
      case FCONST_0, FCONST_1, FCONST_2 -> frame.push(FLOAT);
      case DCONST_0, DCONST_1 -> frame.push(DOUBLE);
      case LDC -> frame.push(constant(((LdcInsnNode) insn).cst));
      case ILOAD, LLOAD, FLOAD, DLOAD, ALOAD -> load(opcode, ((VarInsnNode) insn).var);
      case ISTORE, LSTORE, FSTORE, DSTORE, ASTORE -> store(opcode, ((VarInsnNode) insn).var);
      case IINC -> require(frame.local(((IincInsnNode) insn).var), INT);
      case IFEQ, IFNE, IFLT, IFGE, IFGT, IFLE, TABLESWITCH, LOOKUPSWITCH -> pop(INT);
      case IF_ICMPEQ, IF_ICMPNE, IF_ICMPLT, IF_ICMPGE, IF_ICMPGT, IF_ICMPLE -> {
        pop(INT);
        pop(INT);
      }
      case IFNULL, IFNONNULL -> popAnyReference();
      case IF_ACMPEQ, IF_ACMPNE -> {
        popAnyReference();
        popAnyReference();
      }
      case IRETURN, LRETURN, FRETURN, DRETURN, ARETURN -> {
        if (returnsVoid || sortOf(opcode - IRETURN).sort() != returnType.sort()) {
          throw new TypeCheckException("the wrong return instruction");
        }
        pop(returnType);
      }
      case RETURN -> {
        if (!returnsVoid) {
          throw new TypeCheckException("the wrong return instruction");
        }
      }
      case GETSTATIC, PUTSTATIC, GETFIELD, PUTFIELD -> accessField((FieldInsnNode) insn);
      case INVOKEVIRTUAL, INVOKESPECIAL, INVOKESTATIC, INVOKEINTERFACE ->
          invoke((MethodInsnNode) insn);
      case INVOKEDYNAMIC -> {
        String descriptor = ((InvokeDynamicInsnNode) insn).desc;
        popArguments(descriptor);
        pushResult(descriptor);
      }
      case NEW -> {
        frame.forget(insn);
        frame.push(VerificationType.uninitialized(insn));
      }
      case NEWARRAY -> {
        pop(INT);
        frame.push(object(PRIMITIVE_ARRAYS[((IntInsnNode) insn).operand - T_BOOLEAN]));
      }
      case ANEWARRAY -> {
        pop(INT);
        frame.push(object("[" + descriptorOf(((TypeInsnNode) insn).desc)));
      }
      case MULTIANEWARRAY -> {
        MultiANewArrayInsnNode array = (MultiANewArrayInsnNode) insn;
        for (int i = 0; i < array.dims; i++) {
          pop(INT);
        }
        frame.push(object(array.desc));
      }
      case ARRAYLENGTH -> {
        popArray();
        frame.push(INT);
      }
      case ATHROW -> pop(object("java/lang/Throwable"));
      case CHECKCAST -> {
        VerificationType from = popReference();
        VerificationType to = object(((TypeInsnNode) insn).desc);
        frame.push(from.equals(to) ? from : to);
      }
      case INSTANCEOF -> {
        popReference();
        frame.push(INT);
      }
      case MONITORENTER, MONITOREXIT -> popReference();
      default -> throw new TypeCheckException("an instruction that class files of version 52 lack");
    }
  }

  private static String descriptorOf(String nameOrArray) {
    return nameOrArray.startsWith("[") ? nameOrArray : "L" + nameOrArray + ";";
  }

  private static VerificationType sortOf(int index) {
    return switch (index) {
      case 0 -> INT;
      case 1 -> LONG;
      case 2 -> FLOAT;
      case 3 -> DOUBLE;
      default -> VerificationType.OBJECT;
    };
  }

  private static VerificationType constant(Object value) {
    if (value instanceof Integer) {
      return INT;
    }
    if (value instanceof Long) {
      return LONG;
    }
    if (value instanceof Float) {
      return FLOAT;
    }
    if (value instanceof Double) {
      return DOUBLE;
    }
    if (value instanceof String) {
      return object("java/lang/String");
    }
    if (value instanceof Handle) {
      return object("java/lang/invoke/MethodHandle");
    }
    if (value instanceof ConstantDynamic dynamic) {
      return VerificationType.of(Type.getType(dynamic.getDescriptor()));
    }
    return object(
        ((Type) value).getSort() == Type.METHOD
            ? "java/lang/invoke/MethodType"
            : "java/lang/Class");
  }

  // Locals

  private void load(int opcode, int slot) {
    VerificationType type = frame.local(slot);
    if (opcode == ALOAD ? !type.isReference() && !type.isUninitialized() : true) {
      require(type, sortOf(opcode - ILOAD));
    }
    frame.push(type);
  }

  private void store(int opcode, int slot) {
    VerificationType type = frame.pop();
    if (opcode == ASTORE ? !type.isReference() && !type.isUninitialized() : true) {
      require(type, sortOf(opcode - ISTORE));
    }
    frame.set(slot, type);
  }

  // Arrays

  private void loadFromArray(int opcode) {
    pop(INT);
    VerificationType array = popArray(opcode - IALOAD);
    if (opcode != AALOAD) {
      frame.push(elementOf(opcode - IALOAD));
    } else if (array.sort() == Sort.NULL) {
      frame.push(NULL);
    } else {
      frame.push(VerificationType.of(Type.getType(array.name().substring(1))));
    }
  }

  private void storeToArray(int opcode) {
    if (opcode == AASTORE) {
      popReference();
    } else {
      pop(elementOf(opcode - IASTORE));
    }
    pop(INT);
    popArray(opcode - IASTORE);
  }

  /**
   * The order of the array instructions: int, long, float, double, reference, byte, char, short.
   */
  private static VerificationType elementOf(int index) {
    return index >= 5 ? INT : sortOf(index);
  }

  private VerificationType popArray(int index) {
    VerificationType array = popArray();
    if (array.sort() == Sort.OBJECT && ELEMENTS[index].indexOf(array.name().charAt(1)) < 0) {
      throw new TypeCheckException("an array instruction of another type meets " + array);
    }
    return array;
  }

  private VerificationType popArray() {
    VerificationType array = popReference();
    if (array.sort() == Sort.OBJECT && !array.name().startsWith("[")) {
      throw new TypeCheckException("an array is expected instead of " + array);
    }
    return array;
  }

  // Operands

  private void shuffle(int opcode) {
    switch (opcode) {
      case POP -> popSingle();
      case POP2 -> popPair();
      case DUP -> {
        VerificationType value = popSingle();
        push(value, value);
      }
      case DUP_X1 -> {
        VerificationType value = popSingle();
        VerificationType below = popSingle();
        push(value, below, value);
      }
      case DUP_X2 -> {
        VerificationType value = popSingle();
        VerificationType[] below = popPair();
        push(value);
        push(below);
        push(value);
      }
      case DUP2 -> {
        VerificationType[] pair = popPair();
        push(pair);
        push(pair);
      }
      case DUP2_X1 -> {
        VerificationType[] pair = popPair();
        VerificationType below = popSingle();
        push(pair);
        push(below);
        push(pair);
      }
      case DUP2_X2 -> {
        VerificationType[] pair = popPair();
        VerificationType[] below = popPair();
        push(pair);
        push(below);
        push(pair);
      }
      default -> { // SWAP
        VerificationType value = popSingle();
        VerificationType below = popSingle();
        push(value, below);
      }
    }
  }

  private void push(VerificationType... types) {
    for (VerificationType type : types) {
      frame.push(type);
    }
  }

  private VerificationType popSingle() {
    VerificationType type = frame.pop();
    if (type.size() == 2 || type.sort() == Sort.TOP) {
      throw new TypeCheckException("half of a " + type + " is taken");
    }
    return type;
  }

  /** Two single values, or a wide one; the deeper first. */
  private VerificationType[] popPair() {
    VerificationType upper = frame.pop();
    if (upper.size() == 2) {
      return new VerificationType[] {upper};
    }
    return new VerificationType[] {popSingle(), upper};
  }

  private void compute(int opcode) {
    if (opcode >= LCMP) {
      VerificationType operand = opcode == LCMP ? LONG : opcode <= FCMPG ? FLOAT : DOUBLE;
      pop(operand);
      pop(operand);
      frame.push(INT);
    } else if (opcode >= I2L) {
      convert(opcode);
    } else if (opcode >= INEG && opcode <= DNEG) {
      VerificationType operand = sortOf(opcode - INEG);
      pop(operand);
      frame.push(operand);
    } else if (opcode >= ISHL && opcode <= LUSHR) {
      pop(INT);
      VerificationType operand = sortOf((opcode - ISHL) % 2);
      pop(operand);
      frame.push(operand);
    } else {
      VerificationType operand =
          opcode >= IAND ? sortOf((opcode - IAND) % 2) : sortOf((opcode - IADD) % 4);
      pop(operand);
      pop(operand);
      frame.push(operand);
    }
  }

  private void convert(int opcode) {
    pop(
        switch (opcode) {
          case L2I, L2F, L2D -> LONG;
          case F2I, F2L, F2D -> FLOAT;
          case D2I, D2L, D2F -> DOUBLE;
          default -> INT;
        });
    frame.push(
        switch (opcode) {
          case I2L, F2L, D2L -> LONG;
          case I2F, L2F, D2F -> FLOAT;
          case I2D, L2D, F2D -> DOUBLE;
          default -> INT;
        });
  }

  // Members

  private void accessField(FieldInsnNode insn) {
    VerificationType type = VerificationType.of(Type.getType(insn.desc));
    boolean put = insn.getOpcode() == PUTFIELD || insn.getOpcode() == PUTSTATIC;
    if (put) {
      pop(type);
    }
    if (insn.getOpcode() == GETFIELD) {
      pop(object(insn.owner));
    } else if (insn.getOpcode() == PUTFIELD) {
      VerificationType target = frame.pop();
      if (target.sort() != Sort.UNINITIALIZED_THIS) {
        require(target, object(insn.owner));
      }
    }
    if (!put) {
      frame.push(type);
    }
  }

  private void invoke(MethodInsnNode insn) {
    popArguments(insn.desc);
    if (insn.name.equals("<init>")) {
      VerificationType target = frame.pop();
      if (!target.isUninitialized()) {
        throw new TypeCheckException("a constructor is called on " + target);
      }
      boolean self = target.sort() == Sort.UNINITIALIZED_THIS;
      String made = self ? owner : ((TypeInsnNode) target.creation()).desc;
      if (!self && !made.equals(insn.owner)) {
        throw new TypeCheckException("a constructor of " + insn.owner + " is called on a " + made);
      }
      frame.initialize(target, object(made));
    } else if (insn.getOpcode() != INVOKESTATIC) {
      pop(object(insn.owner));
    }
    pushResult(insn.desc);
  }

  private void popArguments(String descriptor) {
    Type[] arguments = Type.getArgumentTypes(descriptor);
    for (int i = arguments.length - 1; i >= 0; i--) {
      pop(VerificationType.of(arguments[i]));
    }
  }

  private void pushResult(String descriptor) {
    Type type = Type.getReturnType(descriptor);
    if (type.getSort() != Type.VOID) {
      frame.push(VerificationType.of(type));
    }
  }

  // Checks

  private VerificationType pop(VerificationType expected) {
    VerificationType type = frame.pop();
    require(type, expected);
    return type;
  }

  private VerificationType popReference() {
    return pop(VerificationType.OBJECT);
  }

  private void popAnyReference() {
    VerificationType type = frame.pop();
    if (!type.isReference() && !type.isUninitialized()) {
      throw new TypeCheckException("a reference is expected instead of " + type);
    }
  }

  private void require(VerificationType type, VerificationType expected) {
    if (!assignability.isAssignable(type, expected)) {
      throw new TypeCheckException(expected + " is expected instead of " + type);
    }
  }
}
