package dev.fermata.compiler.scan;

import dev.fermata.compiler.flow.ControlFlowGraph;
import dev.fermata.compiler.flow.ControlFlowGraph.Block;
import dev.fermata.compiler.flow.Instructions;
import dev.fermata.compiler.flow.TypeCheckException;
import dev.fermata.compiler.flow.ValueOrigins;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
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
 * Finds the {@code for} loop that a call of {@code iterator()} begins, and what belongs to it.
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
  private final List<BitSet> predecessors;

  private IteratorLoopAnalysis(MethodNode method, ControlFlowGraph graph, IteratorCalls calls) {
    this.method = method;
    this.code = method.instructions;
    this.calls = calls;
    this.graph = graph;
    predecessors = IntStream.range(0, graph.blocks().size()).mapToObj(i -> new BitSet()).toList();
    for (Block block : graph.blocks()) {
      successors(block).forEach(next -> predecessors.get(next).set(block.index()));
    }
  }

  /**
   * The loop over the iterator that a call makes; null if the iterator is used in any other way.
   *
   * @throws TypeCheckException if the method is broken
   */
  static @Nullable IteratorLoop run(
      String owner, MethodNode method, MethodInsnNode iterator, IteratorCalls calls) {
    AbstractInsnNode stored = Instructions.nextOrNull(iterator.getNext());
    if (!(stored instanceof VarInsnNode store) || store.getOpcode() != Opcodes.ASTORE) {
      return null;
    }
    ControlFlowGraph graph = new ControlFlowGraph(method);
    ValueOrigins origins = ValueOrigins.analyze(owner, method, graph);
    List<VarInsnNode> loads = loads(method, iterator, store.var, origins);
    return loads.size() == 2
        ? new IteratorLoopAnalysis(method, graph, calls)
            .find(calls.makesAsyncIterator(iterator), loads.get(0), loads.get(1))
        : null;
  }

  /** Where the iterator is loaded; none if another value may be loaded there as well. */
  private static List<VarInsnNode> loads(
      MethodNode method, AbstractInsnNode iterator, int slot, ValueOrigins origins) {
    List<VarInsnNode> loads = new ArrayList<>();
    for (AbstractInsnNode node : method.instructions) {
      if (node instanceof VarInsnNode load
          && load.getOpcode() == Opcodes.ALOAD
          && load.var == slot) {
        Set<AbstractInsnNode> made = origins.ofLoad(load);
        if (made.contains(iterator)) {
          loads.add(load);
          if (made.size() > 1) {
            return List.of();
          }
        }
      }
    }
    return loads;
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
    BitSet before = predecessors.get(entry.index());
    return found == entry && before.cardinality() == 1 && before.get(graph.blockOf(test).index());
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
    BitSet elsewhere = reachedWithout(entry);
    int end = elsewhere.nextSetBit(entry.index());
    List<Block> piece =
        graph.blocks().subList(entry.index(), end < 0 ? graph.blocks().size() : end);
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

  private BitSet reachedWithout(Block barred) {
    BitSet reached = new BitSet();
    Deque<Block> work = new ArrayDeque<>(List.of(graph.blocks().get(0)));
    reached.set(0);
    while (!work.isEmpty()) {
      for (int next : successors(work.remove())) {
        if (next != barred.index() && !reached.get(next)) {
          reached.set(next);
          work.add(graph.blocks().get(next));
        }
      }
    }
    return reached;
  }

  /** Javac opens the gaps of outer ranges before the return itself, where no finally is copied. */
  private boolean returnsOnly(Block block) {
    AbstractInsnNode first = firstOf(block);
    return first != null && Instructions.isReturn(first.getOpcode());
  }

  private boolean isReachedFrom(BitSet body, Block block) {
    BitSet before = (BitSet) predecessors.get(block.index()).clone();
    before.andNot(body);
    return before.isEmpty();
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
