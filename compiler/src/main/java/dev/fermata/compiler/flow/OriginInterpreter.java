package dev.fermata.compiler.flow;

import dev.fermata.compiler.flow.OriginValue.Made;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.analysis.Interpreter;
import org.objectweb.asm.tree.analysis.SourceInterpreter;
import org.objectweb.asm.tree.analysis.SourceValue;

/** What instructions make of operands: something new, but for casts and what only moves values. */
final class OriginInterpreter extends Interpreter<OriginValue> {
  private static final SourceInterpreter SIZES = new SourceInterpreter();
  private static final SourceValue ANY = new SourceValue(1);

  OriginInterpreter() {
    super(Opcodes.ASM9);
  }

  private static OriginValue made(AbstractInsnNode node, SourceValue sized) {
    return new Made(node, sized.size);
  }

  @Override
  public OriginValue newValue(Type type) {
    throw new UnsupportedOperationException("only one block at a time is gone over");
  }

  @Override
  public OriginValue newOperation(AbstractInsnNode node) {
    return made(node, SIZES.newOperation(node));
  }

  @Override
  public OriginValue copyOperation(AbstractInsnNode node, OriginValue value) {
    return value;
  }

  @Override
  public OriginValue unaryOperation(AbstractInsnNode node, OriginValue value) {
    return node.getOpcode() == Opcodes.CHECKCAST
        ? value
        : made(node, SIZES.unaryOperation(node, ANY));
  }

  @Override
  public OriginValue binaryOperation(AbstractInsnNode node, OriginValue first, OriginValue second) {
    return made(node, SIZES.binaryOperation(node, ANY, ANY));
  }

  @Override
  public OriginValue ternaryOperation(
      AbstractInsnNode node, OriginValue first, OriginValue second, OriginValue third) {
    return made(node, SIZES.ternaryOperation(node, ANY, ANY, ANY));
  }

  @Override
  public OriginValue naryOperation(AbstractInsnNode node, List<? extends OriginValue> values) {
    return made(node, SIZES.naryOperation(node, List.of()));
  }

  @Override
  public void returnOperation(AbstractInsnNode node, OriginValue value, OriginValue expected) {
    // Nothing follows.
  }

  @Override
  public OriginValue merge(OriginValue one, OriginValue other) {
    throw new UnsupportedOperationException("values are joined by the blocks");
  }
}
