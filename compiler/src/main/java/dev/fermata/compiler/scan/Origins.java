package dev.fermata.compiler.scan;

import dev.fermata.compiler.flow.ValueOrigins;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.Frame;
import org.objectweb.asm.tree.analysis.SourceValue;

/** What a lint asks of the values of one method: where those come from that an instruction uses. */
final class Origins {
  /**
   * Instructions times slots: the analysis keeps that many references. What is larger, machines
   * wrote, and a warning is not worth the memory.
   */
  private static final long MAX_CELLS = 16_000_000;

  private final MethodNode method;
  private final @Nullable Frame<SourceValue>[] frames;

  private Origins(MethodNode method, @Nullable Frame<SourceValue>[] frames) {
    this.method = method;
    this.frames = frames;
  }

  /**
   * Those of a method, or null if it is too large, or broken, which is reported where it is woven.
   */
  static @Nullable Origins of(ClassNode owner, MethodNode method) {
    long slots = (long) method.maxLocals + method.maxStack;
    if (slots * method.instructions.size() > MAX_CELLS) {
      return null;
    }
    try {
      return new Origins(method, ValueOrigins.analyze(owner.name, method));
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
}
