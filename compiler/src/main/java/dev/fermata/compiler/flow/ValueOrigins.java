package dev.fermata.compiler.flow;

import java.util.BitSet;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.Frame;
import org.objectweb.asm.tree.analysis.SourceInterpreter;
import org.objectweb.asm.tree.analysis.SourceValue;

/**
 * Where values come from: each is known by the instructions that may have made it, whatever local
 * variables and casts it has gone through. A caught exception comes from its handler's label, and a
 * parameter from a load of its variable that stands in no method.
 */
public final class ValueOrigins extends SourceInterpreter {
  private ValueOrigins() {
    super(Opcodes.ASM9);
  }

  /**
   * The values before each instruction; null for those that can't be reached.
   *
   * @throws AnalyzerException if the method is broken
   */
  public static Frame<SourceValue>[] analyze(String owner, MethodNode method)
      throws AnalyzerException {
    BitSet changing = afterChanges(method);
    return new Analyzer<SourceValue>(new ValueOrigins()) {
      @Override
      protected boolean newControlFlowExceptionEdge(int index, TryCatchBlockNode block) {
        return changing.get(index);
      }
    }.analyze(owner, method);
  }

  /**
   * The instructions at which a handler may find variables otherwise than at the one before: the
   * analysis need not carry all variables into all handlers at the others.
   */
  private static BitSet afterChanges(MethodNode method) {
    BitSet places = new BitSet();
    boolean changed = true;
    for (int i = 0; i < method.instructions.size(); i++) {
      AbstractInsnNode node = method.instructions.get(i);
      if (node.getOpcode() >= 0) {
        places.set(i, changed);
        changed =
            node instanceof IincInsnNode
                || (node.getOpcode() >= Opcodes.ISTORE && node.getOpcode() <= Opcodes.ASTORE);
      } else {
        changed |= node instanceof LabelNode; // may be jumped to, or start a range
      }
    }
    return places;
  }

  @Override
  public SourceValue newParameterValue(boolean isInstanceMethod, int local, Type type) {
    VarInsnNode load = new VarInsnNode(type.getOpcode(Opcodes.ILOAD), local);
    return new SourceValue(type.getSize(), load);
  }

  @Override
  public SourceValue copyOperation(AbstractInsnNode insn, SourceValue value) {
    return value;
  }

  @Override
  public SourceValue unaryOperation(AbstractInsnNode insn, SourceValue value) {
    return insn.getOpcode() == Opcodes.CHECKCAST ? value : super.unaryOperation(insn, value);
  }

  @Override
  public SourceValue newExceptionValue(
      TryCatchBlockNode block, Frame<SourceValue> handler, Type exception) {
    return new SourceValue(1, block.handler);
  }
}
