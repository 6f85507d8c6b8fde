package dev.fermata.compiler.scan;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.Frame;
import org.objectweb.asm.tree.analysis.SourceInterpreter;
import org.objectweb.asm.tree.analysis.SourceValue;

/**
 * Where the values of a method come from: the instructions that made them, whatever local variables
 * and casts they went through. A caught exception comes from its handler's label, and a parameter
 * from nowhere.
 */
final class Origins {
  private final MethodNode method;
  private final @Nullable Frame<SourceValue>[] frames;

  private Origins(MethodNode method, @Nullable Frame<SourceValue>[] frames) {
    this.method = method;
    this.frames = frames;
  }

  /** Those of a method, or null if it is broken, which is reported where it is woven. */
  static @Nullable Origins of(ClassNode owner, MethodNode method) {
    try {
      return new Origins(method, new Analyzer<>(new Interpreter()).analyze(owner.name, method));
    } catch (AnalyzerException e) {
      return null;
    }
  }

  /** Whether control ever reaches an instruction. */
  boolean isReached(AbstractInsnNode node) {
    return frames[method.instructions.indexOf(node)] != null;
  }

  /** The topmost values of the stack before an instruction; none if it is never reached. */
  List<SourceValue> top(AbstractInsnNode node, int count) {
    Frame<SourceValue> before = frames[method.instructions.indexOf(node)];
    if (before == null) {
      return List.of();
    }
    int size = before.getStackSize();
    return IntStream.range(Math.max(0, size - count), size).mapToObj(before::getStack).toList();
  }

  private static final class Interpreter extends SourceInterpreter {
    Interpreter() {
      super(Opcodes.ASM9);
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
}
