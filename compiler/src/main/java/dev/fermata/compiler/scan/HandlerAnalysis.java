package dev.fermata.compiler.scan;

import dev.fermata.compiler.flow.ControlFlowGraph;
import dev.fermata.compiler.flow.ControlFlowGraph.Block;
import dev.fermata.compiler.flow.DominatorTree;
import dev.fermata.compiler.flow.Instructions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/** What exception handlers do: the code that only one leads to, and whether it throws again. */
final class HandlerAnalysis {
  private final ControlFlowGraph graph;
  private @Nullable DominatorTree dominators;
  private final BitSet returning;
  private long steps;

  /** Analyses a method. */
  HandlerAnalysis(ControlFlowGraph graph) {
    this.graph = graph;
    this.returning = findReturning();
  }

  /** The blocks from which normal control may come to a return: backward, to a fixed point. */
  private BitSet findReturning() {
    List<List<Integer>> before = new ArrayList<>();
    Deque<Integer> work = new ArrayDeque<>();
    BitSet found = new BitSet();
    graph.blocks().forEach(block -> before.add(new ArrayList<>()));
    for (Block block : graph.blocks()) {
      block.successors().forEach(next -> before.get(next).add(block.index()));
      if (instructions(block).stream().anyMatch(node -> Instructions.isReturn(node.getOpcode()))) {
        found.set(block.index());
        work.add(block.index());
      }
    }
    while (!work.isEmpty()) {
      for (int previous : before.get(work.remove())) {
        if (!found.get(previous)) {
          found.set(previous);
          work.add(previous);
        }
      }
    }
    return found;
  }

  /**
   * Whether a handler takes every exception and always throws in the end, as the one that javac
   * makes for try-with-resources: it stands in no source.
   */
  boolean passesOnAll(TryCatchBlockNode block) {
    return "java/lang/Throwable".equals(block.type)
        && !returning.get(graph.blockOf(block.handler).index());
  }

  /**
   * The blocks of a handler: what control reaches from it, and by no other way. What stands behind
   * a try whose body never ends normally belongs to the handler as well.
   *
   * @param successors how control goes on from a block
   */
  BitSet onlyFrom(Block handler, Function<Block, List<Integer>> successors) {
    // Whatever leads from one of these blocks to another one leads through no others.
    DominatorTree tree = dominators();
    return reach(
        handler,
        block ->
            successors.apply(block).stream()
                .filter(next -> !tree.isReached(next) || tree.dominates(handler.index(), next))
                .toList());
  }

  private DominatorTree dominators() {
    if (dominators == null) {
      dominators = new DominatorTree(graph);
    }
    return dominators;
  }

  /** The blocks that a block leads to, normally or by an exception, itself included. */
  BitSet reachedFrom(Block block) {
    return reach(block, HandlerAnalysis::allSuccessors);
  }

  /** Where control goes on from a block, normally or by an exception. */
  static List<Integer> allSuccessors(Block block) {
    List<Integer> all = new ArrayList<>(block.successors());
    all.addAll(block.handlers());
    return all;
  }

  /** The blocks that one leads to, itself included. */
  BitSet reach(Block from, Function<Block, List<Integer>> successors) {
    BitSet reached = new BitSet();
    Deque<Block> work = new ArrayDeque<>();
    reached.set(from.index());
    work.add(from);
    while (!work.isEmpty()) {
      steps++;
      for (int next : successors.apply(work.remove())) {
        if (!reached.get(next)) {
          reached.set(next);
          work.add(graph.blocks().get(next));
        }
      }
    }
    return reached;
  }

  /** All nodes of a block. */
  List<AbstractInsnNode> instructions(Block block) {
    List<AbstractInsnNode> nodes = new ArrayList<>(block.end() - block.start());
    AbstractInsnNode node = graph.firstNodeOf(block);
    for (int i = block.start(); i < block.end(); i++) {
      nodes.add(node);
      node = node.getNext();
    }
    return nodes;
  }

  /** How many blocks were gone over for all that was asked. */
  long steps() {
    return steps;
  }
}
