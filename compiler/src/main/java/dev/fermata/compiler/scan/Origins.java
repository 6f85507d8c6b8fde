package dev.fermata.compiler.scan;

import dev.fermata.compiler.flow.ControlFlowGraph;
import dev.fermata.compiler.flow.OriginValue;
import dev.fermata.compiler.flow.TypeCheckException;
import dev.fermata.compiler.flow.ValueOrigins;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/** What a lint asks of the values of one method: where those come from that an instruction uses. */
final class Origins {
  /** More fields stand in no expression that anybody writes. */
  private static final int MAX_PATH = 10;

  private final MethodNode method;
  private final ValueOrigins values;

  private Origins(MethodNode method, ValueOrigins values) {
    this.method = method;
    this.values = values;
  }

  /** Those of a method, or null if it is broken, which is reported where it is woven. */
  static @Nullable Origins of(ClassNode owner, MethodNode method, ControlFlowGraph graph) {
    try {
      return new Origins(method, ValueOrigins.analyze(owner.name, method, graph));
    } catch (TypeCheckException e) {
      return null;
    }
  }

  /** Whether control ever reaches an instruction. */
  boolean isReached(AbstractInsnNode node) {
    return values.isReached(node);
  }

  /**
   * Where the topmost operands of an instruction come from, the deepest first; none if it is never
   * reached. Of what is no call, only the topmost is known.
   */
  List<Set<AbstractInsnNode>> top(AbstractInsnNode node, int count) {
    return values.operands(node, count).stream().map(value -> values.of(List.of(value))).toList();
  }

  /**
   * Where all operands come from that some instructions have.
   *
   * @param counts how many operands of each, from the top
   */
  Set<AbstractInsnNode> ofAll(ToIntFunction<AbstractInsnNode> counts) {
    List<OriginValue> all = new ArrayList<>();
    for (AbstractInsnNode node : method.instructions) {
      int count = counts.applyAsInt(node);
      if (count > 0) {
        all.addAll(values.operands(node, count));
      }
    }
    return values.of(all);
  }

  /**
   * How the receiver of a call was found, such that equal text means one object as long as no field
   * on the way is set: {@code parameter 0.com/acme/Orders.lock}. Null if it may have been found in
   * more than one way.
   */
  @Nullable String pathOfReceiver(MethodInsnNode call) {
    List<Set<AbstractInsnNode>> operands = top(call, Type.getArgumentTypes(call.desc).length + 1);
    return operands.isEmpty() ? null : path(operands.get(0), MAX_PATH);
  }

  private @Nullable String path(Set<AbstractInsnNode> origins, int depth) {
    if (origins.size() != 1 || depth == 0) {
      return null;
    }
    AbstractInsnNode origin = origins.iterator().next();
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
    List<Set<AbstractInsnNode>> receiver = top(origin, 1);
    String path = receiver.isEmpty() ? null : path(receiver.get(0), depth - 1);
    return path == null ? null : path + last;
  }
}
