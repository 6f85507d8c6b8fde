package dev.fermata.compiler.flow;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.analysis.Value;

/**
 * A value of a method, as {@link ValueOrigins} knows it: what an instruction made, or whichever of
 * some others a path has led to.
 */
public sealed interface OriginValue extends Value {
  /**
   * What one instruction makes.
   *
   * @param origin the instruction, the label of a handler, or a load that stands for a parameter
   * @param size in slots
   */
  record Made(AbstractInsnNode origin, int size) implements OriginValue {
    @Override
    public int getSize() {
      return size;
    }
  }

  /** What is at one place of the operand stack where a block starts. */
  final class JoinedOperand implements OriginValue {
    private final int size;
    final List<OriginValue> operands = new ArrayList<>();

    JoinedOperand(int size) {
      this.size = size;
    }

    @Override
    public int getSize() {
      return size;
    }
  }

  /** What is in a local variable where a block starts. */
  final class JoinedLocal implements OriginValue {
    private final int size;
    final OriginBlock block;
    final int slot;

    JoinedLocal(OriginBlock block, int slot, int size) {
      this.block = block;
      this.slot = slot;
      this.size = size;
    }

    @Override
    public int getSize() {
      return size;
    }
  }
}
