package dev.fermata.compiler.flow;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/**
 * The basic blocks of a method. Within a block the same exception handlers cover every instruction,
 * so that a block's exceptional successors are those of each of its instructions.
 */
public final class ControlFlowGraph {
  /**
   * A basic block.
   *
   * @param index its number, in code order
   * @param start the index of its first node in the instruction list
   * @param end the index after its last node
   * @param successors the blocks that its last instruction goes on to
   * @param handlers the blocks of the exception handlers that cover it
   */
  public record Block(
      int index, int start, int end, List<Integer> successors, List<Integer> handlers) {}

  private final InsnList instructions;
  private final List<Block> blocks = new ArrayList<>();
  private final int[] blockOf;
  private final CoveringHandlers handlers;

  /** Builds the graph of a method that has code. */
  public ControlFlowGraph(MethodNode method) {
    instructions = method.instructions;
    int count = instructions.size();
    boolean[] leaders = findLeaders(method);
    blockOf = new int[count + 1];
    int block = -1;
    for (int i = 0; i < count; i++) {
      if (leaders[i]) {
        block++;
      }
      blockOf[i] = block;
    }
    blockOf[count] = block + 1;
    handlers = new CoveringHandlers(method, block + 1, this::blockIndexOf);
    for (int start = 0; start < count; ) {
      int end = start + 1;
      while (end < count && !leaders[end]) {
        end++;
      }
      int index = blocks.size();
      blocks.add(new Block(index, start, end, successors(start, end), handlers.of(index)));
      start = end;
    }
  }

  private int blockIndexOf(AbstractInsnNode node) {
    return blockOf[instructions.indexOf(node)];
  }

  private static boolean[] findLeaders(MethodNode method) {
    InsnList instructions = method.instructions;
    boolean[] leaders = new boolean[instructions.size() + 1];
    leaders[0] = true;
    for (AbstractInsnNode node : instructions) {
      for (LabelNode target : targets(node)) {
        leaders[instructions.indexOf(target)] = true;
      }
      if (node.getOpcode() >= 0 && (Instructions.endsFlow(node) || node instanceof JumpInsnNode)) {
        leaders[instructions.indexOf(node) + 1] = true;
      }
    }
    for (TryCatchBlockNode block : method.tryCatchBlocks) {
      leaders[instructions.indexOf(block.start)] = true;
      leaders[instructions.indexOf(block.end)] = true;
      leaders[instructions.indexOf(block.handler)] = true;
    }
    return leaders;
  }

  /** The labels that a jump or a switch may go to, the default last; empty for other nodes. */
  public static List<LabelNode> targets(AbstractInsnNode node) {
    if (node instanceof JumpInsnNode jump) {
      return List.of(jump.label);
    }
    if (node instanceof TableSwitchInsnNode table) {
      return append(table.labels, table.dflt);
    }
    if (node instanceof LookupSwitchInsnNode lookup) {
      return append(lookup.labels, lookup.dflt);
    }
    return List.of();
  }

  private static List<LabelNode> append(List<LabelNode> labels, LabelNode last) {
    List<LabelNode> all = new ArrayList<>(labels);
    all.add(last);
    return all;
  }

  private List<Integer> successors(int start, int end) {
    AbstractInsnNode last = null;
    for (int i = end - 1; i >= start && last == null; i--) {
      if (instructions.get(i).getOpcode() >= 0) {
        last = instructions.get(i);
      }
    }
    Set<Integer> successors = new LinkedHashSet<>(2);
    if ((last == null || !Instructions.endsFlow(last)) && end < instructions.size()) {
      successors.add(blockOf[end]);
    }
    if (last != null) {
      for (LabelNode target : targets(last)) {
        successors.add(blockIndexOf(target));
      }
    }
    return List.copyOf(successors);
  }

  /**
   * The handlers that an exception in a block may really come to: none behind the first that
   * catches everything there is to throw. The verifier looks at the others all the same.
   */
  public List<Integer> catchingHandlers(Block block) {
    return handlers.catching(block.index());
  }

  /**
   * The handlers of a block as HotSpot's own analyses see them: none behind the first that has no
   * type; one of every {@code Throwable} is as any other.
   */
  public List<Integer> enteredHandlers(Block block) {
    return handlers.entered(block.index());
  }

  /** Whether no exception in a block leaves the method. */
  public boolean catchesAll(Block block) {
    return handlers.catchesAll(block.index());
  }

  /** All blocks, in code order; the first is the entry. */
  public List<Block> blocks() {
    return blocks;
  }

  /** The block of an instruction, label or other node. */
  public Block blockOf(AbstractInsnNode node) {
    return blocks.get(blockIndexOf(node));
  }

  /** The first node of a block, a label as a rule. */
  public AbstractInsnNode firstNodeOf(Block block) {
    return instructions.get(block.start());
  }

  /** The last node of a block. */
  public AbstractInsnNode lastNodeOf(Block block) {
    return instructions.get(block.end() - 1);
  }

  InsnList instructions() {
    return instructions;
  }
}
