package dev.fermata.compiler.spill;

import dev.fermata.compiler.flow.ControlFlowGraph;
import dev.fermata.compiler.flow.ControlFlowGraph.Block;
import dev.fermata.compiler.spill.SpillPlan.Spill;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Which fields hold the values of their variables already when a suspension point is reached and
 * there is a frame: on every path from a suspension point at which the method may have been resumed
 * the variable was kept in that same field, and nothing was stored to it since.
 *
 * <p>A method has a frame only after a resume. So every field is good where the method begins, and
 * behind a suspension point those are that were good before it and that it fills.
 */
final class UnchangedValuesAnalysis {
  /** A variable and the field that keeps it. */
  private record Home(int slot, FrameField field) {}

  private final MethodNode method;
  private final ControlFlowGraph graph;
  private final List<Home> homes;
  private final Map<AbstractInsnNode, BitSet> filled = new HashMap<>();
  private final Map<AbstractInsnNode, BitSet> goodAt = new HashMap<>();
  private final Map<Integer, BitSet> goodAtStart = new HashMap<>();
  private final Deque<Block> work = new ArrayDeque<>();

  private UnchangedValuesAnalysis(MethodNode method, ControlFlowGraph graph, List<Spill> spills) {
    this.method = method;
    this.graph = graph;
    Set<Home> all = new HashSet<>();
    spills.forEach(spill -> all.addAll(homes(spill)));
    homes = List.copyOf(all);
    Map<Home, Integer> numbers = new HashMap<>();
    homes.forEach(home -> numbers.put(home, numbers.size()));
    for (Spill spill : spills) {
      BitSet set = new BitSet();
      homes(spill).forEach(home -> set.set(Objects.requireNonNull(numbers.get(home))));
      filled.put(spill.point().await(), set);
    }
  }

  /** The fields that need no store at each point where there is a frame, in the points' order. */
  static List<Set<FrameField>> run(MethodNode method, ControlFlowGraph graph, List<Spill> spills) {
    UnchangedValuesAnalysis analysis = new UnchangedValuesAnalysis(method, graph, spills);
    if (!analysis.homes.isEmpty()) {
      analysis.solve();
    }
    return spills.stream().map(analysis::unchanged).toList();
  }

  private static List<Home> homes(Spill spill) {
    List<Home> homes = new ArrayList<>();
    for (SpilledValue value : spill.locals()) {
      if (value.field() != null) {
        homes.add(new Home(value.slot(), value.field()));
      }
    }
    return homes;
  }

  private Set<FrameField> unchanged(Spill spill) {
    BitSet good = goodAt.get(spill.point().await());
    if (good == null) {
      return Set.of(); // never reached
    }
    BitSet both = (BitSet) good.clone();
    both.and(Objects.requireNonNull(filled.get(spill.point().await())));
    Set<FrameField> fields = new HashSet<>();
    both.stream().forEach(number -> fields.add(homes.get(number).field()));
    return Set.copyOf(fields);
  }

  private void solve() {
    BitSet all = new BitSet();
    all.set(0, homes.size());
    enter(List.of(0), all);
    while (!work.isEmpty()) {
      Block block = work.remove();
      BitSet good = (BitSet) Objects.requireNonNull(goodAtStart.get(block.index())).clone();
      enter(block.handlers(), good);
      for (int i = block.start(); i < block.end(); i++) {
        if (step(method.instructions.get(i), good)) {
          enter(block.handlers(), good);
        }
      }
      enter(block.successors(), good);
    }
  }

  /** Goes over one instruction; whether anything may have changed. */
  private boolean step(AbstractInsnNode node, BitSet good) {
    BitSet kept = filled.get(node);
    if (kept != null) {
      goodAt.put(node, (BitSet) good.clone());
      good.and(kept);
      return true;
    }
    if (node instanceof IincInsnNode increment) {
      change(increment.var, good);
      return true;
    }
    if (node instanceof VarInsnNode store
        && store.getOpcode() >= Opcodes.ISTORE
        && store.getOpcode() <= Opcodes.ASTORE) {
      change(store.var, good);
      if (store.getOpcode() == Opcodes.LSTORE || store.getOpcode() == Opcodes.DSTORE) {
        change(store.var + 1, good);
      }
      return true;
    }
    return false;
  }

  private void change(int slot, BitSet good) {
    for (int number = good.nextSetBit(0); number >= 0; number = good.nextSetBit(number + 1)) {
      if (homes.get(number).slot() == slot) {
        good.clear(number);
      }
    }
  }

  /** Where paths join, that is good which is so on both. */
  private void enter(List<Integer> blocks, BitSet good) {
    for (int block : blocks) {
      BitSet before = goodAtStart.get(block);
      BitSet joined = (BitSet) good.clone();
      if (before != null) {
        joined.and(before);
      }
      if (!joined.equals(before)) {
        goodAtStart.put(block, joined);
        work.add(graph.blocks().get(block));
      }
    }
  }
}
