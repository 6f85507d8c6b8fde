package dev.fermata.compiler.spill;

import dev.fermata.compiler.flow.ControlFlowGraph;
import dev.fermata.compiler.flow.ControlFlowGraph.Block;
import dev.fermata.compiler.spill.SpillPlan.Spill;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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
  private static final BitSet NONE = new BitSet();

  /** A variable and the field that keeps it. */
  private record Home(int slot, FrameField field) {}

  private final MethodNode method;
  private final ControlFlowGraph graph;
  private final List<Home> homes;
  private final Map<Integer, BitSet> homesOfSlot = new HashMap<>();
  private final Map<AbstractInsnNode, BitSet> filled = new HashMap<>();

  /** What the code of its block before a suspension point has made bad. */
  private final Map<AbstractInsnNode, BitSet> lostBefore = new HashMap<>();

  private final @Nullable BitSet[] lostIn;
  private final @Nullable BitSet[] goodAtStart;
  private final BitSet changed = new BitSet();
  private long steps;

  /** Analyses a method to a fixed point. */
  UnchangedValuesAnalysis(MethodNode method, ControlFlowGraph graph, List<Spill> spills) {
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
    numbers.forEach(
        (home, number) ->
            homesOfSlot.computeIfAbsent(home.slot(), slot -> new BitSet()).set(number));
    lostIn = new BitSet[graph.blocks().size()];
    goodAtStart = new BitSet[graph.blocks().size()];
    if (!homes.isEmpty()) {
      solve();
    }
  }

  /** The fields that need no store at each point where there is a frame, in the points' order. */
  static List<Set<FrameField>> run(MethodNode method, ControlFlowGraph graph, List<Spill> spills) {
    UnchangedValuesAnalysis analysis = new UnchangedValuesAnalysis(method, graph, spills);
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
    BitSet good = goodAtStart[graph.blockOf(spill.point().await()).index()];
    if (good == null) {
      return Set.of(); // never reached, or there is nothing to keep
    }
    BitSet both = (BitSet) good.clone();
    both.andNot(Objects.requireNonNull(lostBefore.get(spill.point().await())));
    both.and(Objects.requireNonNull(filled.get(spill.point().await())));
    Set<FrameField> fields = new HashSet<>();
    both.stream().forEach(number -> fields.add(homes.get(number).field()));
    return Set.copyOf(fields);
  }

  private void solve() {
    BitSet all = new BitSet();
    all.set(0, homes.size());
    enter(0, all);
    while (!changed.isEmpty()) {
      for (int i = changed.nextSetBit(0); i >= 0; i = changed.nextSetBit(i + 1)) {
        changed.clear(i);
        Block block = graph.blocks().get(i);
        BitSet good = (BitSet) Objects.requireNonNull(goodAtStart[i]).clone();
        good.andNot(lostIn(block));
        // A field is never good again within a block, so what is good at its end was so throughout.
        graph.catchingHandlers(block).forEach(handler -> enter(handler, good));
        block.successors().forEach(successor -> enter(successor, good));
      }
    }
  }

  /** Where paths join, that is good which is so on both. */
  private void enter(int block, BitSet good) {
    steps++;
    BitSet before = goodAtStart[block];
    if (before == null) {
      goodAtStart[block] = (BitSet) good.clone();
      changed.set(block);
      return;
    }
    int count = before.cardinality();
    before.and(good);
    if (before.cardinality() < count) {
      changed.set(block);
    }
  }

  /** What is not good any more at the end of a block, wherever it is entered from. */
  private BitSet lostIn(Block block) {
    BitSet lost = lostIn[block.index()];
    if (lost == null) {
      lost = new BitSet();
      for (int i = block.start(); i < block.end(); i++) {
        addLost(method.instructions.get(i), lost);
      }
      lostIn[block.index()] = lost;
    }
    return lost;
  }

  private void addLost(AbstractInsnNode node, BitSet lost) {
    steps++;
    BitSet kept = filled.get(node);
    if (kept != null) {
      lostBefore.put(node, (BitSet) lost.clone());
      BitSet others = (BitSet) kept.clone();
      others.flip(0, homes.size());
      lost.or(others);
    } else if (node instanceof IincInsnNode increment) {
      lost.or(homesOf(increment.var));
    } else if (node instanceof VarInsnNode store
        && store.getOpcode() >= Opcodes.ISTORE
        && store.getOpcode() <= Opcodes.ASTORE) {
      lost.or(homesOf(store.var));
      if (store.getOpcode() == Opcodes.LSTORE || store.getOpcode() == Opcodes.DSTORE) {
        lost.or(homesOf(store.var + 1));
      }
    }
  }

  private BitSet homesOf(int slot) {
    return homesOfSlot.getOrDefault(slot, NONE);
  }

  /** How many instructions and edges were gone over until nothing changed any more. */
  long steps() {
    return steps;
  }
}
