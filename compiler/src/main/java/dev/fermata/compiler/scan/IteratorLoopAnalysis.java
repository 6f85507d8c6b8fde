package dev.fermata.compiler.scan;

import dev.fermata.compiler.flow.ControlFlowGraph;
import dev.fermata.compiler.flow.ControlFlowGraph.Block;
import dev.fermata.compiler.flow.DominatorTree;
import dev.fermata.compiler.flow.Instructions;
import dev.fermata.compiler.flow.TypeCheckException;
import dev.fermata.compiler.flow.ValueOrigins;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Finds the {@code for} loops that calls of {@code iterator()} begin, and what belongs to each.
 *
 * <p>A loop is known by how its iterator is used, since a class file need not tell which variables
 * stand in the source: the iterator is stored into one local variable, which is loaded once for
 * {@code hasNext} and once for {@code next}, the first thing that is done when there is an element.
 * Nobody else ever gets such an iterator.
 *
 * <pre>
 * INVOKEINTERFACE iterator; ASTORE n                         // javac; ecj jumps from here to the question
 * header: ALOAD n; INVOKEINTERFACE hasNext; IFEQ end         // javac; ecj has it behind the body, with IFNE
 * body:   ALOAD n; INVOKEINTERFACE next; ... GOTO header
 * </pre>
 *
 * <p>The body is what control reaches through {@code next} only, as far as it stands in one piece
 * behind it: both compilers lay out a body so, and what comes behind the loop is reached from the
 * question too. Out of it are the copies of outer {@code finally} blocks, for which compilers open
 * gaps in the ranges that the loop is in.
 */
final class IteratorLoopAnalysis {
  private final MethodNode method;
  private final InsnList code;
  private final IteratorCalls calls;
  private final ControlFlowGraph graph;
  private final DominatorTree dominators;
  private final List<List<Integer>> predecessors = new ArrayList<>();
  private final ValueOrigins origins;

  /** The loads of each slot, in code order. */
  private final Map<Integer, List<VarInsnNode>> loads = new HashMap<>();

  /** For the slots that were asked for, the loads that may give what an instruction has made. */
  private final Map<Integer, Map<AbstractInsnNode, List<VarInsnNode>>> loadsOf = new HashMap<>();

  /**
   * Analyses a method, for all the loops in it that are asked for before it is changed.
   *
   * @throws TypeCheckException if the method is broken
   */
  IteratorLoopAnalysis(String owner, MethodNode method, IteratorCalls calls) {
    this.method = method;
    this.code = method.instructions;
    this.calls = calls;
    this.graph = new ControlFlowGraph(method);
    this.origins = ValueOrigins.analyze(owner, method, graph);
    this.dominators = new DominatorTree(graph);
    graph.blocks().forEach(block -> predecessors.add(new ArrayList<>()));
    for (Block block : graph.blocks()) {
      successors(block).forEach(next -> predecessors.get(next).add(block.index()));
    }
    for (AbstractInsnNode node : code) {
      if (node instanceof VarInsnNode load && load.getOpcode() == Opcodes.ALOAD) {
        loads.computeIfAbsent(load.var, slot -> new ArrayList<>()).add(load);
      }
    }
  }

  /** The control flow of the method. */
  ControlFlowGraph graph() {
    return graph;
  }

  /** The loop over the iterator that a call makes; null if it is used in any other way. */
  @Nullable IteratorLoop loopOver(MethodInsnNode iterator) {
    AbstractInsnNode stored = Instructions.nextOrNull(iterator.getNext());
    if (!(stored instanceof VarInsnNode store) || store.getOpcode() != Opcodes.ASTORE) {
      return null;
    }
    List<VarInsnNode> found =
        loadsOf.computeIfAbsent(store.var, this::loadsByOrigin).getOrDefault(iterator, List.of());
    return found.size() == 2 && found.stream().allMatch(load -> origins.ofLoad(load).size() == 1)
        ? find(calls.makesAsyncIterator(iterator), found.get(0), found.get(1))
        : null;
  }

  private Map<AbstractInsnNode, List<VarInsnNode>> loadsByOrigin(int slot) {
    Map<AbstractInsnNode, List<VarInsnNode>> all = new HashMap<>();
    for (VarInsnNode load : loads.getOrDefault(slot, List.of())) {
      for (AbstractInsnNode origin : origins.ofLoad(load)) {
        all.computeIfAbsent(origin, node -> new ArrayList<>()).add(load);
      }
    }
    return all;
  }

  private @Nullable IteratorLoop find(boolean async, VarInsnNode one, VarInsnNode other) {
    MethodInsnNode first = step(one);
    MethodInsnNode second = step(other);
    if (first == null
        || second == null
        || IteratorCalls.asks(first) == IteratorCalls.asks(second)) {
      return null;
    }
    return IteratorCalls.asks(first)
        ? find(async, one, first, other)
        : find(async, other, second, one);
  }

  /** The step for which an iterator is loaded. */
  private @Nullable MethodInsnNode step(VarInsnNode load) {
    AbstractInsnNode user = Instructions.nextOrNull(load.getNext());
    if (user != null && user.getOpcode() == Opcodes.CHECKCAST) {
      user = Instructions.nextOrNull(user.getNext());
    }
    return user instanceof MethodInsnNode call && calls.isStep(call) ? call : null;
  }

  private @Nullable IteratorLoop find(
      boolean async, VarInsnNode asks, MethodInsnNode hasNext, VarInsnNode takes) {
    if (!(Instructions.nextOrNull(hasNext.getNext()) instanceof JumpInsnNode test)) {
      return null;
    }
    Block header = graph.blockOf(asks);
    Block entry = graph.blockOf(takes);
    if (graph.blockOf(test).index() != header.index()
        || !isEntered(entry, test)
        || firstOf(entry) != takes
        || !header.handlers().equals(entry.handlers())) {
      return null;
    }
    BitSet body = body(entry);
    List<TryCatchBlockNode> outer =
        method.tryCatchBlocks.stream().filter(range -> covers(range, entry)).toList();
    IteratorLoop loop = new IteratorLoop(async, asks.var, asks, test, graph, body, outer);
    return isClosed(loop, entry) && keepsIterator(loop) && isNested(loop) ? loop : null;
  }

  /** Whether a block is where a jump leads if there is an element, and nothing else leads there. */
  private boolean isEntered(Block entry, JumpInsnNode test) {
    Block found =
        switch (test.getOpcode()) {
          case Opcodes.IFNE -> graph.blockOf(test.label);
          case Opcodes.IFEQ -> graph.blockOf(test.getNext());
          default -> null;
        };
    int from = graph.blockOf(test).index();
    return found == entry && predecessors.get(entry.index()).stream().allMatch(b -> b == from);
  }

  private @Nullable AbstractInsnNode firstOf(Block block) {
    AbstractInsnNode first = Instructions.nextOrNull(code.get(block.start()));
    return first != null && code.indexOf(first) < block.end() ? first : null;
  }

  private static List<Integer> successors(Block block) {
    List<Integer> all = new ArrayList<>(block.successors());
    all.addAll(block.handlers());
    return all;
  }

  private BitSet body(Block entry) {
    int end = entry.index();
    while (end < graph.blocks().size() && !isReachedWithout(entry, end)) {
      end++;
    }
    List<Block> piece = graph.blocks().subList(entry.index(), end);
    BitSet body = new BitSet();
    for (Block block : piece) {
      if (block.handlers().containsAll(entry.handlers())) {
        body.set(block.index());
      }
    }
    for (Block block : piece) {
      if (!body.get(block.index()) && returnsOnly(block) && isReachedFrom(body, block)) {
        body.set(block.index());
      }
    }
    return body;
  }

  private boolean isReachedWithout(Block entry, int block) {
    return dominators.isReached(block) && !dominators.dominates(entry.index(), block);
  }

  /** Javac opens the gaps of outer ranges before the return itself, where no finally is copied. */
  private boolean returnsOnly(Block block) {
    AbstractInsnNode first = firstOf(block);
    return first != null && Instructions.isReturn(first.getOpcode());
  }

  private boolean isReachedFrom(BitSet body, Block block) {
    return predecessors.get(block.index()).stream().allMatch(body::get);
  }

  /** Whether the body is entered at its start only, and the next turn begins with the question. */
  private boolean isClosed(IteratorLoop loop, Block entry) {
    for (Block block : loop.bodyBlocks()) {
      if (block.index() != entry.index() && !isReachedFrom(loop.body(), block)) {
        return false;
      }
      if (block.successors().contains(loop.header().index())
          && firstOf(loop.header()) != loop.asks()) {
        return false;
      }
    }
    return true;
  }

  private boolean keepsIterator(IteratorLoop loop) {
    for (Block block : loop.bodyBlocks()) {
      for (int i = block.start(); i < block.end(); i++) {
        if (overwrites(code.get(i), loop.slot())) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean overwrites(AbstractInsnNode node, int slot) {
    int opcode = node.getOpcode();
    if (node instanceof VarInsnNode store && opcode >= Opcodes.ISTORE) {
      boolean wide = opcode == Opcodes.LSTORE || opcode == Opcodes.DSTORE;
      return store.var == slot || (wide && store.var + 1 == slot);
    }
    return node instanceof IincInsnNode increment && increment.var == slot;
  }

  /** Whether the ranges in the loop stand before those that the loop is in, as compilers do it. */
  private boolean isNested(IteratorLoop loop) {
    boolean outside = false;
    for (TryCatchBlockNode range : method.tryCatchBlocks) {
      if (loop.isOuter(range)) {
        outside = true;
      } else if (outside && loop.bodyBlocks().stream().anyMatch(block -> covers(range, block))) {
        return false;
      }
    }
    return true;
  }

  private boolean covers(TryCatchBlockNode range, Block block) {
    return code.indexOf(range.start) <= block.start() && block.start() < code.indexOf(range.end);
  }
}
