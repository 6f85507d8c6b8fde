package dev.fermata.compiler.flow;

import dev.fermata.compiler.flow.ControlFlowGraph.Block;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/**
 * The bodies after which the resource in one local variable is closed: the ranges of those handlers
 * that close it. A compiler writes the close once for a body that ends normally, or several times,
 * and once for one that fails; it is the second that makes a range a body.
 */
final class GuardedBodies {
  private final MethodNode method;
  private final ControlFlowGraph graph;
  private final int slot;
  private final Set<MethodInsnNode> closes;
  private final Map<LabelNode, Set<MethodInsnNode>> closedBy = new HashMap<>();

  /**
   * Those of one resource.
   *
   * @param slot its variable
   * @param closes the calls that close it
   */
  GuardedBodies(MethodNode method, ControlFlowGraph graph, int slot, Set<MethodInsnNode> closes) {
    this.method = method;
    this.graph = graph;
    this.slot = slot;
    this.closes = closes;
  }

  /**
   * Whether what a handler catches is over when control comes to a close: on the way it is in a
   * body that ends normally at the close.
   */
  boolean caughtInside(LabelNode handler, MethodInsnNode close) {
    List<TryCatchBlockNode> bodies = endingAt(close);
    if (bodies.isEmpty()) {
      return false;
    }
    BitSet failing = new BitSet();
    bodies.forEach(body -> failing.set(graph.blockOf(body.handler).index()));
    Block from = graph.blockOf(handler);
    failing.clear(from.index());
    BitSet way = reach(from, failing);
    way.and(reaching(close, failing));
    return bodies.stream()
        .filter(body -> body.handler != handler)
        .anyMatch(body -> way.stream().anyMatch(index -> covers(body, index)));
  }

  /** The bodies that a close ends when they are left normally. */
  private List<TryCatchBlockNode> endingAt(MethodInsnNode close) {
    int index = graph.blockOf(close).index();
    List<TryCatchBlockNode> bodies = new ArrayList<>();
    for (TryCatchBlockNode block : method.tryCatchBlocks) {
      if (!covers(block, index)) {
        Set<MethodInsnNode> closed = closedBy.computeIfAbsent(block.handler, this::closesBehind);
        if (!closed.isEmpty() && !closed.contains(close)) {
          bodies.add(block);
        }
      }
    }
    return bodies;
  }

  private Set<MethodInsnNode> closesBehind(LabelNode handler) {
    Set<MethodInsnNode> closed = new HashSet<>();
    for (AbstractInsnNode node : behind(handler)) {
      if (node instanceof MethodInsnNode call && closes.contains(call)) {
        closed.add(call);
      }
    }
    return closed;
  }

  private boolean covers(TryCatchBlockNode block, int index) {
    int first = graph.blocks().get(index).start();
    return method.instructions.indexOf(block.start) <= first
        && first < method.instructions.indexOf(block.end);
  }

  /** What control comes to normally behind a node, as long as the variable stays as it is. */
  List<AbstractInsnNode> behind(AbstractInsnNode from) {
    List<AbstractInsnNode> nodes = new ArrayList<>();
    BitSet seen = new BitSet();
    Deque<Block> work = new ArrayDeque<>();
    Block block = graph.blockOf(from);
    if (walk(block, method.instructions.indexOf(from) + 1, nodes)) {
      work.add(block);
    }
    while (!work.isEmpty()) {
      for (int next : work.remove().successors()) {
        Block successor = graph.blocks().get(next);
        if (!seen.get(next)) {
          seen.set(next);
          if (walk(successor, successor.start(), nodes)) {
            work.add(successor);
          }
        }
      }
    }
    return nodes;
  }

  /** Notes the nodes of a block; false if they come to a store to the variable. */
  private boolean walk(Block block, int start, List<AbstractInsnNode> nodes) {
    for (int i = start; i < block.end(); i++) {
      AbstractInsnNode node = method.instructions.get(i);
      if (SinceOpened.isStoreTo(node, slot)) {
        return false;
      }
      nodes.add(node);
    }
    return true;
  }

  // Ways between blocks, also by exceptions, on which the variable stays as it is

  private BitSet reach(Block from, BitSet without) {
    BitSet reached = new BitSet();
    Deque<Block> work = new ArrayDeque<>(List.of(from));
    reached.set(from.index());
    while (!work.isEmpty()) {
      for (int next : goesOnTo(work.remove())) {
        if (!without.get(next) && !reached.get(next)) {
          reached.set(next);
          work.add(graph.blocks().get(next));
        }
      }
    }
    return reached;
  }

  private BitSet reaching(MethodInsnNode close, BitSet without) {
    BitSet reaching = new BitSet();
    reaching.set(graph.blockOf(close).index());
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int i = graph.blocks().size() - 1; i >= 0; i--) {
        Block block = graph.blocks().get(i);
        if (!reaching.get(block.index())
            && !without.get(block.index())
            && goesOnTo(block).stream().anyMatch(reaching::get)) {
          reaching.set(block.index());
          changed = true;
        }
      }
    }
    return reaching;
  }

  private List<Integer> goesOnTo(Block block) {
    List<Integer> next = new ArrayList<>(block.handlers());
    if (walk(block, block.start(), new ArrayList<>())) {
      next.addAll(block.successors());
    }
    return next;
  }
}
