package dev.fermata.compiler.flow;

import dev.fermata.compiler.flow.ControlFlowGraph.Block;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * The natural loops of a method. A block that dominates one of its predecessors is the header of a
 * loop; a jump into the loop past the header would make it irreducible, and HotSpot would give up
 * optimising it. Loops that are irreducible already have no header here.
 *
 * <p>Dominators are computed as in Cooper, Harvey and Kennedy, "A Simple, Fast Dominance Algorithm"
 * (2001).
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
  private final List<List<Integer>> predecessors = new ArrayList<>();
  private final List<Loop> loops = new ArrayList<>();
  private int[] order;
  private int[] dominators;

  /** Finds all loops, exceptional edges included. */
  public LoopAnalysis(ControlFlowGraph graph) {
    this.graph = graph;
    int count = graph.blocks().size();
    order = new int[count];
    dominators = new int[count];
    for (int i = 0; i < count; i++) {
      predecessors.add(new ArrayList<>());
    }
    List<Integer> reversePostorder = reversePostorder();
    findDominators(reversePostorder);
    for (int header : reversePostorder) {
      Loop loop = loopOf(header);
      if (loop != null) {
        loops.add(loop);
      }
    }
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

  private List<Integer> edges(int block) {
    Block from = graph.blocks().get(block);
    List<Integer> edges = new ArrayList<>(from.successors());
    edges.addAll(from.handlers());
    return edges;
  }

  private List<Integer> reversePostorder() {
    List<Integer> postorder = new ArrayList<>();
    boolean[] seen = new boolean[graph.blocks().size()];
    int[] nextEdge = new int[seen.length];
    Deque<Integer> path = new ArrayDeque<>();
    path.push(0);
    seen[0] = true;
    while (!path.isEmpty()) {
      int block = path.peek();
      List<Integer> edges = edges(block);
      if (nextEdge[block] < edges.size()) {
        int to = edges.get(nextEdge[block]++);
        predecessors.get(to).add(block);
        if (!seen[to]) {
          seen[to] = true;
          path.push(to);
        }
      } else {
        path.pop();
        postorder.add(block);
      }
    }
    java.util.Collections.reverse(postorder);
    return postorder;
  }

  private void findDominators(List<Integer> reversePostorder) {
    Arrays.fill(order, -1);
    for (int i = 0; i < reversePostorder.size(); i++) {
      order[reversePostorder.get(i)] = i;
    }
    Arrays.fill(dominators, -1);
    dominators[0] = 0;
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int block : reversePostorder.subList(1, reversePostorder.size())) {
        int dominator = -1;
        for (int predecessor : predecessors.get(block)) {
          if (dominators[predecessor] >= 0) {
            dominator = dominator < 0 ? predecessor : intersect(predecessor, dominator);
          }
        }
        if (dominators[block] != dominator) {
          dominators[block] = dominator;
          changed = true;
        }
      }
    }
  }

  private int intersect(int first, int second) {
    int a = first;
    int b = second;
    while (a != b) {
      while (order[a] > order[b]) {
        a = dominators[a];
      }
      while (order[b] > order[a]) {
        b = dominators[b];
      }
    }
    return a;
  }

  private boolean dominates(int dominator, int block) {
    int at = block;
    while (order[at] > order[dominator]) {
      at = dominators[at];
    }
    return at == dominator;
  }

  private @org.jspecify.annotations.Nullable Loop loopOf(int header) {
    BitSet body = new BitSet();
    Deque<Integer> work = new ArrayDeque<>();
    for (int predecessor : predecessors.get(header)) {
      if (dominates(header, predecessor)) {
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
        predecessors.get(block).forEach(work::push);
      }
    }
    return new Loop(graph.blocks().get(header), body);
  }
}
