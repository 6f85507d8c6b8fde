package dev.fermata.compiler.flow;

import dev.fermata.compiler.flow.ControlFlowGraph.Block;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The natural loops of a method. A block that dominates one of its predecessors is the header of a
 * loop; a jump into the loop past the header would make it irreducible, and HotSpot would give up
 * optimising it. Loops that are irreducible already have no header here.
 */
public final class LoopAnalysis {
  /**
   * A natural loop; back edges to one header are one loop.
   *
   * @param header the block through which every path enters
   * @param body the indexes of its blocks, the header among them
   */
  public record Loop(Block header, BitSet body) {}

  private final ControlFlowGraph graph;
  private final List<Loop> loops = new ArrayList<>();

  /** Finds all loops, exceptional edges included. */
  public LoopAnalysis(ControlFlowGraph graph) {
    this.graph = graph;
    if (graph.blocks().stream().anyMatch(LoopAnalysis::leadsBack)) {
      DominatorTree dominators = new DominatorTree(graph);
      for (int header : dominators.reversePostorder()) {
        Loop loop = loopOf(header, dominators);
        if (loop != null) {
          loops.add(loop);
        }
      }
    }
  }

  /** Where no block leads to itself or to an earlier one, there is no cycle. */
  private static boolean leadsBack(Block block) {
    return Stream.of(block.successors(), block.handlers())
        .flatMap(List::stream)
        .anyMatch(next -> next <= block.index());
  }

  /** The loops around a block, the outermost first. */
  public List<Loop> loopsAround(Block block) {
    List<Loop> around = new ArrayList<>();
    for (Loop loop : loops) {
      if (loop.body.get(block.index())) {
        around.add(loop);
      }
    }
    around.sort(Comparator.comparingInt((Loop loop) -> loop.body.cardinality()).reversed());
    return around;
  }

  private @Nullable Loop loopOf(int header, DominatorTree dominators) {
    BitSet body = new BitSet();
    Deque<Integer> work = new ArrayDeque<>();
    for (int predecessor : dominators.predecessors(header)) {
      if (dominators.dominates(header, predecessor)) {
        body.set(header);
        work.push(predecessor);
      }
    }
    if (work.isEmpty()) {
      return null;
    }
    while (!work.isEmpty()) {
      int block = work.pop();
      if (!body.get(block)) {
        body.set(block);
        dominators.predecessors(block).forEach(work::push);
      }
    }
    return new Loop(graph.blocks().get(header), body);
  }
}
