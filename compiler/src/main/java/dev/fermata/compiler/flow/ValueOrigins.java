package dev.fermata.compiler.flow;

import dev.fermata.compiler.flow.ControlFlowGraph.Block;
import dev.fermata.compiler.flow.OriginValue.JoinedLocal;
import dev.fermata.compiler.flow.OriginValue.JoinedOperand;
import dev.fermata.compiler.flow.OriginValue.Made;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.Frame;

/**
 * Where values come from: each is known by the instructions that may have made it, whatever local
 * variables and casts it has gone through. A caught exception comes from its handler's label, and a
 * parameter from a load of its variable that stands in no method.
 *
 * <p>Each block is gone over once, with values that stand for whatever is joined at its start;
 * where these come from is looked for when it is asked, from block to block. So it takes as long as
 * the method is, and a question as long as the way back.
 */
public final class ValueOrigins {
  private static final OriginInterpreter INTERPRETER = new OriginInterpreter();

  private final ControlFlowGraph graph;
  private final @Nullable OriginBlock[] blocks;
  private final Deque<Block> work = new ArrayDeque<>();
  private final Frame<OriginValue> frame;

  /** The topmost operands before an instruction, or what it loads from a variable. */
  private final Map<AbstractInsnNode, List<OriginValue>> operands = new HashMap<>();

  private long steps;

  private ValueOrigins(String owner, MethodNode method, ControlFlowGraph graph)
      throws AnalyzerException {
    this.graph = graph;
    this.blocks = new OriginBlock[graph.blocks().size()];
    this.frame = new Frame<>(0, method.maxStack);
    blocks[0] = new OriginBlock(List.of(), parameters(owner, method));
    work.add(graph.blocks().get(0));
    while (!work.isEmpty()) {
      Block block = work.remove();
      execute(block, Objects.requireNonNull(blocks[block.index()]));
    }
  }

  /**
   * Analyses a method that has code.
   *
   * @param owner the internal name of its class
   * @throws TypeCheckException if the method is broken
   */
  public static ValueOrigins analyze(String owner, MethodNode method, ControlFlowGraph graph) {
    try {
      return new ValueOrigins(owner, method, graph);
    } catch (AnalyzerException | IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new TypeCheckException("operands are missing");
    }
  }

  private static Map<Integer, Made> parameters(String owner, MethodNode method) {
    Map<Integer, Made> parameters = new HashMap<>();
    List<Type> types = new ArrayList<>(List.of(Type.getArgumentTypes(method.desc)));
    if ((method.access & Opcodes.ACC_STATIC) == 0) {
      types.add(0, Type.getObjectType(owner));
    }
    int slot = 0;
    for (Type type : types) {
      VarInsnNode load = new VarInsnNode(type.getOpcode(Opcodes.ILOAD), slot);
      parameters.put(slot, new Made(load, type.getSize()));
      slot += type.getSize();
    }
    return parameters;
  }

  // Once over each block

  private void execute(Block block, OriginBlock values) throws AnalyzerException {
    frame.clearStack();
    values.stack().forEach(frame::push);
    AbstractInsnNode last = null;
    for (int i = block.start(); i < block.end(); i++) {
      AbstractInsnNode node = graph.instructions().get(i);
      if (node.getOpcode() >= 0) {
        steps++;
        last = node;
        values.step();
        execute(node, values);
      }
    }
    if (last != null) {
      for (int handler : graph.catchingHandlers(block)) {
        Made exception = new Made(graph.firstNodeOf(graph.blocks().get(handler)), 1);
        reach(handler, List.of(exception)).catchFrom(values, exception);
      }
    }
    if (block.end() == graph.instructions().size()
        && (last == null || !Instructions.endsFlow(last))) {
      throw new TypeCheckException("control runs off the end of the code");
    }
    List<OriginValue> stack = top(frame.getStackSize());
    for (int successor : block.successors()) {
      reach(successor, stack).enterFrom(values, stack);
    }
  }

  private OriginBlock reach(int index, List<OriginValue> stack) {
    steps++;
    OriginBlock block = blocks[index];
    if (block == null) {
      block = new OriginBlock(stack, Map.of());
      blocks[index] = block;
      work.add(graph.blocks().get(index));
    }
    return block;
  }

  private void execute(AbstractInsnNode node, OriginBlock values) throws AnalyzerException {
    int opcode = node.getOpcode();
    if (node instanceof IincInsnNode increment) {
      values.store(increment.var, new Made(node, 1));
    } else if (opcode >= Opcodes.ILOAD && opcode <= Opcodes.ALOAD) {
      int size = opcode == Opcodes.LLOAD || opcode == Opcodes.DLOAD ? 2 : 1;
      OriginValue value = values.local(((VarInsnNode) node).var, size);
      operands.put(node, List.of(value));
      frame.push(value);
    } else if (opcode >= Opcodes.ISTORE && opcode <= Opcodes.ASTORE) {
      values.store(((VarInsnNode) node).var, frame.pop());
    } else {
      operands.put(node, top(Math.min(frame.getStackSize(), operandCount(node))));
      frame.execute(node, INTERPRETER);
    }
  }

  private List<OriginValue> top(int count) {
    List<OriginValue> values = new ArrayList<>(count);
    for (int i = frame.getStackSize() - count; i < frame.getStackSize(); i++) {
      values.add(frame.getStack(i));
    }
    return values;
  }

  /** All operands of a call; of others only the topmost. */
  private static int operandCount(AbstractInsnNode node) {
    if (node instanceof MethodInsnNode call) {
      return Type.getArgumentTypes(call.desc).length + 1;
    }
    return node instanceof InvokeDynamicInsnNode dynamic
        ? Type.getArgumentTypes(dynamic.desc).length
        : 1;
  }

  // Questions

  /** Whether control ever reaches an instruction. */
  public boolean isReached(AbstractInsnNode node) {
    return blocks[graph.blockOf(node).index()] != null;
  }

  /**
   * The topmost operands before an instruction, the deepest first; fewer if there are no more, and
   * none if it is never reached. A call has all of its operands here, another instruction one.
   */
  public List<OriginValue> operands(AbstractInsnNode node, int count) {
    List<OriginValue> all = operands.getOrDefault(node, List.of());
    return all.subList(Math.max(0, all.size() - count), all.size());
  }

  /** What an instruction loads from a variable; nothing if it is never reached. */
  public Set<AbstractInsnNode> ofLoad(VarInsnNode load) {
    return of(operands.getOrDefault(load, List.of()));
  }

  /** The instructions that may have made any of these values. */
  public Set<AbstractInsnNode> of(Collection<OriginValue> values) {
    Set<AbstractInsnNode> origins = new HashSet<>();
    Set<OriginValue> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<OriginValue> open = new ArrayDeque<>(values);
    while (!open.isEmpty()) {
      OriginValue value = open.remove();
      if (value instanceof Made made) {
        origins.add(made.origin());
      } else if (seen.add(value)) {
        List<OriginValue> joined = joined(value);
        steps += joined.size();
        open.addAll(joined);
      }
    }
    return origins;
  }

  private static List<OriginValue> joined(OriginValue value) {
    return value instanceof JoinedLocal local
        ? local.block.joined(local.slot, local.getSize())
        : ((JoinedOperand) value).operands;
  }

  /** How many instructions, edges and joined values were gone over. */
  long steps() {
    return steps;
  }
}
