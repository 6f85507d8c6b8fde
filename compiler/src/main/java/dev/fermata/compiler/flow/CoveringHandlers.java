package dev.fermata.compiler.flow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/**
 * The exception handlers that cover the blocks of a method, in the order in which they are tried.
 * Goes over the blocks once, and makes new lists only where a range begins or ends.
 */
final class CoveringHandlers {
  private static final String THROWABLE = "java/lang/Throwable";

  /** Tells the block of a label. */
  @FunctionalInterface
  interface BlockNumbers {
    int of(LabelNode label);
  }

  /**
   * Those of one block.
   *
   * @param all by their blocks
   * @param entered none behind the first one without a type
   * @param catching none behind the first one that catches every {@code Throwable}
   * @param closed whether there is such a one
   */
  private record Lists(
      List<Integer> all, List<Integer> entered, List<Integer> catching, boolean closed) {
    static final Lists NONE = new Lists(List.of(), List.of(), List.of(), false);
  }

  private final List<TryCatchBlockNode> ranges;
  private final int[] handlers;

  /** The block for which a handler was noted last. */
  private final int[] noted;

  private final List<Lists> lists;

  CoveringHandlers(MethodNode method, int blocks, BlockNumbers numbers) {
    this.ranges = method.tryCatchBlocks;
    this.handlers = ranges.stream().mapToInt(range -> numbers.of(range.handler)).toArray();
    this.noted = new int[blocks + 1];
    this.lists = new ArrayList<>(blocks);
    Arrays.fill(noted, -1);
    Map<Integer, BitSet> borders = borders(numbers);
    BitSet active = new BitSet();
    Lists current = Lists.NONE;
    for (int block = 0; block < blocks; block++) {
      BitSet border = borders.get(block);
      if (border != null) {
        active.xor(border);
        current = lists(active, block);
      }
      lists.add(current);
    }
  }

  /** The ranges that either begin or end at a block, by their places in the table. */
  private Map<Integer, BitSet> borders(BlockNumbers numbers) {
    Map<Integer, BitSet> borders = new HashMap<>();
    for (int i = 0; i < handlers.length; i++) {
      int start = numbers.of(ranges.get(i).start);
      int end = numbers.of(ranges.get(i).end);
      if (start < end) {
        borders.computeIfAbsent(start, block -> new BitSet()).flip(i);
        borders.computeIfAbsent(end, block -> new BitSet()).flip(i);
      }
    }
    return borders;
  }

  private Lists lists(BitSet active, int block) {
    List<Integer> all = new ArrayList<>();
    int entered = -1;
    int catching = -1;
    for (int i = active.nextSetBit(0); i >= 0; i = active.nextSetBit(i + 1)) {
      if (noted[handlers[i]] != block) {
        noted[handlers[i]] = block;
        all.add(handlers[i]);
      }
      String type = ranges.get(i).type;
      if (entered < 0 && type == null) {
        entered = all.size();
      }
      if (catching < 0 && (type == null || type.equals(THROWABLE))) {
        catching = all.size();
      }
    }
    return all.isEmpty()
        ? Lists.NONE
        : new Lists(List.copyOf(all), first(all, entered), first(all, catching), catching >= 0);
  }

  private static List<Integer> first(List<Integer> all, int count) {
    return List.copyOf(count < 0 ? all : all.subList(0, count));
  }

  /** All of them, by their blocks. */
  List<Integer> of(int block) {
    return lists.get(block).all();
  }

  /** Those that HotSpot looks at: none behind the first that has no type. */
  List<Integer> entered(int block) {
    return lists.get(block).entered();
  }

  /** Those that an exception may really come to: none behind the first that catches them all. */
  List<Integer> catching(int block) {
    return lists.get(block).catching();
  }

  /** Whether no exception in a block leaves the method. */
  boolean catchesAll(int block) {
    return lists.get(block).closed();
  }
}
