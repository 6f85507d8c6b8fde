package dev.fermata.compiler.flow;

import dev.fermata.compiler.flow.ControlFlowGraph.Block;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/**
 * Which blocks every path to a block goes through, exceptional edges included. Computed as in
 * Cooper, Harvey and Kennedy, "A Simple, Fast Dominance Algorithm" (2001).
 */
public final class DominatorTree {
  private final ControlFlowGraph graph;
  private final List<List<Integer>> predecessors = new ArrayList<>();
  private final List<Integer> reversePostorder;
  private final int[] order;
  private final int[] dominators;

  /** The blocks that a block dominates have numbers from {@code first} to {@code last}. */
  private final int[] first;

  private final int[] last;

  /** Computes the tree of a method. */
  public DominatorTree(ControlFlowGraph graph) {
    this.graph = graph;
    int count = graph.blocks().size();
    order = new int[count];
    dominators = new int[count];
    first = new int[count];
    last = new int[count];
    for (int i = 0; i < count; i++) {
      predecessors.add(new ArrayList<>());
    }
    reversePostorder = sort();
    findDominators();
    number();
  }

  /** The blocks that control reaches, each behind one that it is reached from. */
  List<Integer> reversePostorder() {
    return reversePostorder;
  }

  /** The blocks from which control reaches a block, without those that it never reaches. */
  List<Integer> predecessors(int block) {
    return predecessors.get(block);
  }

  /** Whether control ever reaches a block. */
  public boolean isReached(int block) {
    return order[block] >= 0;
  }

  /** Whether every path to a block that is reached goes through another one, or is that one. */
  public boolean dominates(int dominator, int block) {
    return first[dominator] <= first[block] && last[block] <= last[dominator];
  }

  private List<Integer> edges(int block) {
    Block from = graph.blocks().get(block);
    List<Integer> edges = new ArrayList<>(from.successors());
    edges.addAll(from.handlers());
    return edges;
  }

  private List<Integer> sort() {
    List<Integer> postorder = new ArrayList<>();
    boolean[] seen = new boolean[order.length];
    Deque<Integer> path = new ArrayDeque<>();
    Deque<Deque<Integer>> rest = new ArrayDeque<>();
    path.push(0);
    rest.push(new ArrayDeque<>(edges(0)));
    seen[0] = true;
    while (!path.isEmpty()) {
      int block = path.element();
      Deque<Integer> edges = rest.element();
      if (edges.isEmpty()) {
        path.pop();
        rest.pop();
        postorder.add(block);
      } else {
        int to = edges.remove();
        predecessors.get(to).add(block);
        if (!seen[to]) {
          seen[to] = true;
          path.push(to);
          rest.push(new ArrayDeque<>(edges(to)));
        }
      }
    }
    Collections.reverse(postorder);
    return postorder;
  }

  private void findDominators() {
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

  private int intersect(int one, int other) {
    int a = one;
    int b = other;
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

  /** Numbers the tree: a block comes before all those that it dominates, and these in a row. */
  private void number() {
    int[] below = new int[order.length];
    for (int i = reversePostorder.size() - 1; i > 0; i--) {
      int block = reversePostorder.get(i);
      below[dominators[block]] += below[block] + 1;
    }
    int[] next = new int[order.length];
    Arrays.fill(first, -1);
    Arrays.fill(last, -1);
    for (int block : reversePostorder) { // a dominator comes before what it dominates
      if (block != 0) {
        int dominator = dominators[block];
        first[block] = next[dominator];
        next[dominator] += below[block] + 1;
      } else {
        first[block] = 0;
      }
      last[block] = first[block] + below[block];
      next[block] = first[block] + 1;
    }
  }
}
