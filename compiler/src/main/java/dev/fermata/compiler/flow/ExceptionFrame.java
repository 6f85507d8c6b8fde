package dev.fermata.compiler.flow;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.VarInsnNode;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.Frame;
import org.objectweb.asm.tree.analysis.Interpreter;
import org.objectweb.asm.tree.analysis.SourceInterpreter;
import org.objectweb.asm.tree.analysis.SourceValue;

/**
 * Carries an {@link ExceptionState} over instructions. Only variables of which something is known
 * take space, so that a method may have as many as it likes.
 */
final class ExceptionFrame extends Frame<ExceptionValue> {
  private static final Interpreter<ExceptionValue> INTERPRETER = new Exceptions();

  private final ResourceCloses closes;
  private final Map<Integer, ExceptionValue> locals = new HashMap<>();

  /** A frame with room for so many operands. */
  ExceptionFrame(ResourceCloses closes, int stack) {
    super(0, stack);
    this.closes = closes;
  }

  /** Starts at a state. */
  void moveTo(ExceptionState state) {
    locals.clear();
    locals.putAll(state.locals());
    clearStack();
    state.stack().forEach(this::push);
  }

  /** Where it is now. */
  ExceptionState state() {
    List<ExceptionValue> stack = new ArrayList<>();
    for (int i = 0; i < getStackSize(); i++) {
      stack.add(getStack(i));
    }
    return new ExceptionState(Map.copyOf(locals), List.copyOf(stack));
  }

  /**
   * Goes over an instruction.
   *
   * @throws TypeCheckException if its operands are missing
   */
  void execute(AbstractInsnNode node) {
    try {
      execute(node, INTERPRETER);
    } catch (AnalyzerException | IndexOutOfBoundsException e) {
      throw new TypeCheckException("operands are missing");
    }
    if (node.getOpcode() == Opcodes.ASTORE) {
      open(closes.of(((VarInsnNode) node).var));
    }
  }

  private void open(BitSet closed) {
    if (closed.isEmpty()) {
      return;
    }
    locals.replaceAll((slot, value) -> value.after((handler, way) -> way.opening(closed)));
    for (int i = 0; i < getStackSize(); i++) {
      setStack(i, getStack(i).after((handler, way) -> way.opening(closed)));
    }
  }

  @Override
  public ExceptionValue getLocal(int slot) {
    return locals.getOrDefault(slot, ExceptionValue.OTHER);
  }

  @Override
  public void setLocal(int slot, ExceptionValue value) {
    if (value.known()) {
      locals.put(slot, value);
    } else {
      locals.remove(slot);
    }
  }

  /** Values go through variables and casts; null is made, and all else is unknown. */
  private static final class Exceptions extends Interpreter<ExceptionValue> {
    private static final SourceInterpreter SIZES = new SourceInterpreter();
    private static final SourceValue ANY = new SourceValue(1);

    Exceptions() {
      super(Opcodes.ASM9);
    }

    private static ExceptionValue other(SourceValue sized) {
      return sized.size == 2 ? ExceptionValue.OTHER_WIDE : ExceptionValue.OTHER;
    }

    @Override
    public ExceptionValue newValue(Type type) {
      return ExceptionValue.OTHER;
    }

    @Override
    public ExceptionValue newOperation(AbstractInsnNode node) {
      return node.getOpcode() == Opcodes.ACONST_NULL
          ? ExceptionValue.NULL
          : other(SIZES.newOperation(node));
    }

    @Override
    public ExceptionValue copyOperation(AbstractInsnNode node, ExceptionValue value) {
      // A variable of which nothing is known may be a wide one.
      return node.getOpcode() == Opcodes.LLOAD || node.getOpcode() == Opcodes.DLOAD
          ? ExceptionValue.OTHER_WIDE
          : value;
    }

    @Override
    public ExceptionValue unaryOperation(AbstractInsnNode node, ExceptionValue value) {
      return node.getOpcode() == Opcodes.CHECKCAST ? value : other(SIZES.unaryOperation(node, ANY));
    }

    @Override
    public ExceptionValue binaryOperation(
        AbstractInsnNode node, ExceptionValue first, ExceptionValue second) {
      return other(SIZES.binaryOperation(node, ANY, ANY));
    }

    @Override
    public ExceptionValue ternaryOperation(
        AbstractInsnNode node, ExceptionValue first, ExceptionValue second, ExceptionValue third) {
      return other(SIZES.ternaryOperation(node, ANY, ANY, ANY));
    }

    @Override
    public ExceptionValue naryOperation(
        AbstractInsnNode node, List<? extends ExceptionValue> values) {
      return other(SIZES.naryOperation(node, List.of()));
    }

    @Override
    public void returnOperation(
        AbstractInsnNode node, ExceptionValue value, ExceptionValue expected) {
      // Nothing follows.
    }

    @Override
    public ExceptionValue merge(ExceptionValue one, ExceptionValue other) {
      return one.join(other);
    }
  }
}
