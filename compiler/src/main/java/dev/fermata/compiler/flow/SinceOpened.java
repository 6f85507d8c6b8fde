package dev.fermata.compiler.flow;

import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.Frame;
import org.objectweb.asm.tree.analysis.Interpreter;
import org.objectweb.asm.tree.analysis.SourceInterpreter;
import org.objectweb.asm.tree.analysis.SourceValue;

/**
 * Which exceptions are in which variables: those that were caught, known by the label of their
 * handler, while the variable of a resource held what it holds now. Null is known too, and all else
 * is one value, exceptions that were caught before the resource's variable was stored to included.
 */
final class SinceOpened extends Frame<SourceValue> {
  private static final AbstractInsnNode NOTHING = new InsnNode(Opcodes.ACONST_NULL);
  private static final AbstractInsnNode OTHER = new InsnNode(Opcodes.NOP);
  private static final SourceValue OTHER_VALUE = new SourceValue(1, OTHER);
  private static final SourceValue OTHER_WIDE = new SourceValue(2, OTHER);

  private final int resource;

  private SinceOpened(int resource, int locals, int stack) {
    super(locals, stack);
    this.resource = resource;
  }

  private SinceOpened(int resource, Frame<? extends SourceValue> frame) {
    super(frame);
    this.resource = resource;
  }

  /**
   * The values before each instruction; null for those that can't be reached.
   *
   * @param resource the slot of the resource's variable
   * @throws AnalyzerException if the method is broken
   */
  static Frame<SourceValue>[] analyze(String owner, MethodNode method, int resource)
      throws AnalyzerException {
    return new Analyzer<SourceValue>(new Exceptions()) {
      @Override
      protected Frame<SourceValue> newFrame(int locals, int stack) {
        return new SinceOpened(resource, locals, stack);
      }

      @Override
      protected Frame<SourceValue> newFrame(Frame<? extends SourceValue> frame) {
        return new SinceOpened(resource, frame);
      }
    }.analyze(owner, method);
  }

  /** Whether an instruction stores to a variable. */
  static boolean isStoreTo(AbstractInsnNode node, int slot) {
    return node.getOpcode() == Opcodes.ASTORE && ((VarInsnNode) node).var == slot;
  }

  @Override
  public void execute(AbstractInsnNode node, Interpreter<SourceValue> interpreter)
      throws AnalyzerException {
    super.execute(node, interpreter);
    if (isStoreTo(node, resource)) {
      for (int slot = 0; slot < getLocals(); slot++) {
        if (isCaught(getLocal(slot))) {
          setLocal(slot, OTHER_VALUE);
        }
      }
      for (int i = 0; i < getStackSize(); i++) {
        if (isCaught(getStack(i))) {
          setStack(i, OTHER_VALUE);
        }
      }
    }
  }

  private static boolean isCaught(SourceValue value) {
    return value.insns.stream().anyMatch(LabelNode.class::isInstance);
  }

  /** Few different values, so that the sets of them stay small in large methods. */
  private static final class Exceptions extends SourceInterpreter {
    Exceptions() {
      super(Opcodes.ASM9);
    }

    private static SourceValue other(SourceValue value) {
      return other(value.size);
    }

    private static SourceValue other(int size) {
      return size == 1 ? OTHER_VALUE : OTHER_WIDE;
    }

    @Override
    public SourceValue newParameterValue(boolean isInstanceMethod, int local, Type type) {
      return other(type.getSize());
    }

    @Override
    public SourceValue newExceptionValue(
        TryCatchBlockNode block, Frame<SourceValue> handler, Type exception) {
      return new SourceValue(1, block.handler);
    }

    @Override
    public SourceValue newOperation(AbstractInsnNode node) {
      return node.getOpcode() == Opcodes.ACONST_NULL
          ? new SourceValue(1, NOTHING)
          : other(super.newOperation(node));
    }

    @Override
    public SourceValue copyOperation(AbstractInsnNode node, SourceValue value) {
      return value;
    }

    @Override
    public SourceValue unaryOperation(AbstractInsnNode node, SourceValue value) {
      return node.getOpcode() == Opcodes.CHECKCAST
          ? value
          : other(super.unaryOperation(node, value));
    }

    @Override
    public SourceValue binaryOperation(
        AbstractInsnNode node, SourceValue first, SourceValue second) {
      return other(super.binaryOperation(node, first, second));
    }

    @Override
    public SourceValue ternaryOperation(
        AbstractInsnNode node, SourceValue first, SourceValue second, SourceValue third) {
      return other(super.ternaryOperation(node, first, second, third));
    }

    @Override
    public SourceValue naryOperation(AbstractInsnNode node, List<? extends SourceValue> values) {
      return other(super.naryOperation(node, values));
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // most are the same object
    public SourceValue merge(SourceValue one, SourceValue two) {
      return one == two
          ? one
          : one.insns.contains(OTHER) || two.insns.contains(OTHER)
              ? other(Math.min(one.size, two.size))
              : super.merge(one, two);
    }
  }
}
