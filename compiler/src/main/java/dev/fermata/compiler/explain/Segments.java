package dev.fermata.compiler.explain;

import dev.fermata.compiler.flow.ControlFlowGraph;
import dev.fermata.compiler.flow.ControlFlowGraph.Block;
import dev.fermata.compiler.flow.Instructions;
import dev.fermata.compiler.flow.LoopAnalysis;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.LineNumberNode;

/**
 * The control flow of a method, cut behind each of its suspension points: no edge leads past one.
 */
final class Segments {
  /**
   * A piece of a basic block.
   *
   * @param index its number, in code order
   * @param block the block
   * @param start the index of its first node in the instruction list
   * @param end the index after its last node; equal to {@code start} right behind an await that
   *     ends its block
   * @param state the suspension point that ends it, or 0 if none does
   */
  record Segment(int index, Block block, int start, int end, int state) {}

  /**
   * A way from a segment to the next one.
   *
   * @param to the next one
   * @param back whether it goes back to the header of a loop around both, which {@code to} begins
   */
  record Edge(Segment to, boolean back) {}

  private final ControlFlowGraph graph;
  private final InsnList instructions;
  private final LoopAnalysis loops;
  private final Map<AbstractInsnNode, Integer> states;
  private final List<Segment> segments = new ArrayList<>();
  private final Map<Integer, Segment> firstOfBlock = new HashMap<>();
  private final Map<Integer, Segment> behindState = new HashMap<>();
  private final BitSet startsBehindState = new BitSet();
  private final List<List<Edge>> edges = new ArrayList<>();

  /**
   * Cuts a method.
   *
   * @param states the suspension points by their instructions
   */
  Segments(InsnList instructions, ControlFlowGraph graph, Map<AbstractInsnNode, Integer> states) {
    this.instructions = instructions;
    this.graph = graph;
    this.loops = new LoopAnalysis(graph);
    this.states = Map.copyOf(states);
    graph.blocks().forEach(this::cut);
    segments.forEach(segment -> edges.add(edgesOf(segment)));
  }

  private void cut(Block block) {
    int start = block.start();
    int behind = 0;
    for (int i = block.start(); i < block.end(); i++) {
      Integer state = states.get(instructions.get(i));
      if (state != null) {
        add(block, start, i + 1, state, behind);
        start = i + 1;
        behind = state;
      }
    }
    add(block, start, block.end(), 0, behind);
  }

  private void add(Block block, int start, int end, int state, int behind) {
    Segment segment = new Segment(segments.size(), block, start, end, state);
    segments.add(segment);
    firstOfBlock.putIfAbsent(block.index(), segment);
    if (behind > 0) {
      behindState.put(behind, segment);
      startsBehindState.set(segment.index());
    }
  }

  List<Segment> all() {
    return segments;
  }

  /** The blocks that are headers of the loops around a suspension point. */
  BitSet headersAround(int state) {
    return headersAround(behind(state).block());
  }

  /** Where the method goes on behind a suspension point, or begins for state 0. */
  Segment behind(int state) {
    Segment segment = behindState.get(state);
    return segment == null ? segments.get(0) : segment;
  }

  /** The segments that may come next. */
  List<Edge> edges(Segment segment) {
    return edges.get(segment.index());
  }

  private List<Edge> edgesOf(Segment segment) {
    Block block = segment.block();
    List<Integer> next = new ArrayList<>();
    if (segment.state() == 0) {
      next.addAll(block.successors());
    }
    if (startsBehindState.get(segment.index()) || throwsItself(segment)) {
      next.addAll(graph.enteredHandlers(block));
    }
    BitSet headers = headersAround(block);
    return next.stream().map(to -> new Edge(first(to), headers.get(to))).toList();
  }

  private BitSet headersAround(Block block) {
    BitSet headers = new BitSet();
    loops.loopsAround(block).forEach(loop -> headers.set(loop.header().index()));
    return headers;
  }

  private Segment first(int block) {
    Segment segment = firstOfBlock.get(block);
    if (segment == null) {
      throw new IllegalStateException("no segment in block " + block);
    }
    return segment;
  }

  /** A failure of the await that ends a segment is thrown behind it, not in it. */
  private boolean throwsItself(Segment segment) {
    int end = segment.state() == 0 ? segment.end() : segment.end() - 1;
    for (int i = segment.start(); i < end; i++) {
      if (Instructions.canThrow(instructions.get(i))) {
        return true;
      }
    }
    return false;
  }

  /** Whether a segment returns, or throws what no handler certainly takes. */
  boolean leavesMethod(Segment segment) {
    if (segment.state() > 0 || segment.start() == segment.end()) {
      return false;
    }
    AbstractInsnNode last = instructions.get(segment.end() - 1);
    while (last.getOpcode() < 0 && last.getPrevious() != null) {
      last = last.getPrevious();
    }
    return Instructions.isReturn(last.getOpcode())
        || (last.getOpcode() == Opcodes.ATHROW && !graph.catchesAll(segment.block()));
  }

  /** Adds the lines of a segment's instructions; 0 stands for an unknown one. */
  void addLines(Segment segment, BitSet lines) {
    int line = 0;
    for (int i = segment.start(); i < segment.end(); i++) {
      AbstractInsnNode node = instructions.get(i);
      if (node instanceof LineNumberNode number) {
        line = number.line;
      } else if (node.getOpcode() >= 0) {
        if (line == 0) {
          line = Instructions.line(node);
        }
        lines.set(line);
      }
    }
  }
}
