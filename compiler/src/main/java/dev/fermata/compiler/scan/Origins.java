package dev.fermata.compiler.scan;

import dev.fermata.compiler.flow.ValueOrigins;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;
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

  /** More fields stand in no expression that anybody writes. */
  private static final int MAX_PATH = 10;

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

  /**
   * How the receiver of a call was found, such that equal text means one object as long as no field
   * on the way is set: {@code parameter 0.com/acme/Orders.lock}. Null if it may have been found in
   * more than one way.
   */
  @Nullable String pathOfReceiver(MethodInsnNode call) {
    List<SourceValue> operands = top(call, Type.getArgumentTypes(call.desc).length + 1);
    return operands.isEmpty() ? null : path(operands.get(0), MAX_PATH);
  }

  private @Nullable String path(SourceValue value, int depth) {
    if (value.insns.size() != 1 || depth == 0) {
      return null;
    }
    AbstractInsnNode origin = value.insns.iterator().next();
    if (origin instanceof FieldInsnNode field) {
      String name = field.owner + "." + field.name;
      return origin.getOpcode() == Opcodes.GETSTATIC ? name : append(origin, "." + name, depth);
    }
    if (origin instanceof MethodInsnNode call && call.desc.startsWith("()") && isLockView(call)) {
      return append(origin, "." + call.name, depth);
    }
    if (origin instanceof VarInsnNode parameter) {
      return "parameter " + parameter.var;
    }
    return "value of " + method.instructions.indexOf(origin);
  }

  private static boolean isLockView(MethodInsnNode call) {
    return call.name.equals("readLock") || call.name.equals("writeLock");
  }

  private @Nullable String append(AbstractInsnNode origin, String last, int depth) {
    List<SourceValue> receiver = top(origin, 1);
    String path = receiver.isEmpty() ? null : path(receiver.get(0), depth - 1);
    return path == null ? null : path + last;
  }
}
