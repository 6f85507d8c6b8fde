package dev.fermata.compiler.flow;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/**
 * The exception handlers that cover the blocks of a method, in the order in which they are tried.
 * Goes over each range once, and so takes as many steps as there are answers.
 */
final class CoveringHandlers {
  /** Tells the block of a label. */
  @FunctionalInterface
  interface BlockNumbers {
    int of(LabelNode label);
  }

  private final List<List<Integer>> all;
  private final List<List<Integer>> entered;
  private final BitSet catchAll = new BitSet();

  CoveringHandlers(MethodNode method, int blocks, BlockNumbers numbers) {
    List<Set<Integer>> covering = sets(blocks);
    List<Set<Integer>> first = sets(blocks);
    BitSet closed = new BitSet();
    for (TryCatchBlockNode range : method.tryCatchBlocks) {
      int handler = numbers.of(range.handler);
      int end = numbers.of(range.end);
      for (int block = numbers.of(range.start); block < end; block++) {
        covering.get(block).add(handler);
        if (!closed.get(block)) {
          first.get(block).add(handler);
          closed.set(block, range.type == null);
        }
        if (range.type == null || range.type.equals("java/lang/Throwable")) {
          catchAll.set(block);
        }
      }
    }
    this.all = covering.stream().map(List::copyOf).toList();
    this.entered = first.stream().map(List::copyOf).toList();
  }

  private static List<Set<Integer>> sets(int count) {
    List<Set<Integer>> sets = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      sets.add(new LinkedHashSet<>(0));
    }
    return sets;
  }

  /** All of them, by their blocks. */
  List<Integer> of(int block) {
    return all.get(block);
  }

  /** Those that an exception may really enter: none behind the first that catches everything. */
  List<Integer> entered(int block) {
    return entered.get(block);
  }

  /** Whether no exception in a block leaves the method. */
  boolean catchesAll(int block) {
    return catchAll.get(block);
  }
}
