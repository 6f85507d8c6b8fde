package dev.fermata.compiler.scan;

import dev.fermata.compiler.flow.ControlFlowGraph;
import dev.fermata.compiler.flow.ControlFlowGraph.Block;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/** What an exception handler does: the code that only it leads to, and whether it throws again. */
final class RethrownExceptions {
  private RethrownExceptions() {}

  /**
   * Whether a handler takes every exception and always throws in the end, as the one that javac
   * makes for try-with-resources: it stands in no source.
   */
  static boolean passesOnAll(ControlFlowGraph graph, MethodNode method, TryCatchBlockNode block) {
    if (!"java/lang/Throwable".equals(block.type)) {
      return false;
    }
    BitSet reached = reach(graph, graph.blockOf(block.handler), -1, Block::successors);
    return reached.stream()
        .mapToObj(index -> graph.blocks().get(index))
        .allMatch(reachedBlock -> !returns(method, reachedBlock));
  }

  private static boolean returns(MethodNode method, Block block) {
    return instructions(method, block).stream()
        .anyMatch(
            node -> node.getOpcode() >= Opcodes.IRETURN && node.getOpcode() <= Opcodes.RETURN);
  }

  /**
   * The instructions of a handler: what control reaches from it, and by no other way. What stands
   * behind a try whose body never ends normally belongs to the handler as well.
   */
  static List<AbstractInsnNode> onlyFrom(ControlFlowGraph graph, MethodNode method, Block handler) {
    BitSet only = reach(graph, handler, -1, Block::successors);
    BitSet elsewhere =
        reach(graph, graph.blocks().get(0), handler.index(), RethrownExceptions::allSuccessors);
    only.andNot(elsewhere);
    List<AbstractInsnNode> nodes = new ArrayList<>();
    only.stream().forEach(i -> nodes.addAll(instructions(method, graph.blocks().get(i))));
    return nodes;
  }

  /** The blocks that a block leads to, normally or by an exception, itself included. */
  static BitSet reachedFrom(ControlFlowGraph graph, int block) {
    return reach(graph, graph.blocks().get(block), -1, RethrownExceptions::allSuccessors);
  }

  /** Where control goes on from a block, normally or by an exception. */
  static List<Integer> allSuccessors(Block block) {
    List<Integer> all = new ArrayList<>(block.successors());
    all.addAll(block.handlers());
    return all;
  }

  /** The blocks that one leads to, itself included, but not through a certain one. */
  static BitSet reach(
      ControlFlowGraph graph, Block from, int without, Function<Block, List<Integer>> successors) {
    BitSet reached = new BitSet();
    Deque<Block> work = new ArrayDeque<>();
    reached.set(from.index());
    work.add(from);
    while (!work.isEmpty()) {
      for (int next : successors.apply(work.remove())) {
        if (next != without && !reached.get(next)) {
          reached.set(next);
          work.add(graph.blocks().get(next));
        }
      }
    }
    return reached;
  }

  private static List<AbstractInsnNode> instructions(MethodNode method, Block block) {
    List<AbstractInsnNode> nodes = new ArrayList<>();
    for (int i = block.start(); i < block.end(); i++) {
      nodes.add(method.instructions.get(i));
    }
    return nodes;
  }
}
