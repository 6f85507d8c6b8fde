package dev.fermata.compiler.flow;

import dev.fermata.compiler.flow.ControlFlowGraph.Block;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;

/**
 * Which variables have exceptions that were caught, or null, and what has happened to the resources
 * since; for all resources of a method at once. Forward data flow to a fixed point, of the
 * variables that are live.
 */
final class CaughtExceptionsAnalysis {
  private final ControlFlowGraph graph;
  private final ResourceCloses closes;
  private final LivenessAnalysis liveness;
  private final GuardedBodies bodies;
  private final ExceptionFrame frame;
  private final @Nullable ExceptionState[] atStart;
  private final BitSet changed = new BitSet();
  private final Map<AbstractInsnNode, ExceptionState> atClose = new HashMap<>();
  private final BitSet[] thrown;
  private long steps;

  /**
   * Analyses a method.
   *
   * @param stack as many operands as it ever has at once
   * @throws TypeCheckException if operands are missing
   */
  CaughtExceptionsAnalysis(
      ControlFlowGraph graph, ResourceCloses closes, LivenessAnalysis liveness, int stack) {
    this.graph = graph;
    this.closes = closes;
    this.liveness = liveness;
    this.bodies = new GuardedBodies(graph, closes);
    this.frame = new ExceptionFrame(closes, stack);
    this.atStart = new ExceptionState[graph.blocks().size()];
    this.thrown = new BitSet[graph.blocks().size()];
    for (int i = 0; i < thrown.length; i++) {
      thrown[i] = new BitSet();
    }
    solve();
    carryThrownBack();
  }

  private void solve() {
    enter(0, ExceptionState.ENTRY);
    while (!changed.isEmpty()) {
      for (int i = changed.nextSetBit(0); i >= 0; i = changed.nextSetBit(i + 1)) {
        changed.clear(i);
        ExceptionState start = atStart[i];
        if (start != null) {
          flow(graph.blocks().get(i), start);
        }
      }
    }
  }

  private void enter(int block, ExceptionState state) {
    steps++;
    ExceptionState live = state.onlyLive(liveness.in(graph.blocks().get(block)));
    ExceptionState before = atStart[block];
    ExceptionState joined = before == null ? live : before.join(live);
    if (before == null || !isSame(joined, before)) {
      atStart[block] = joined;
      changed.set(block);
    }
  }

  @SuppressWarnings("ReferenceEquality") // what stays the same is the same object
  private static boolean isSame(ExceptionState one, ExceptionState other) {
    return one == other;
  }

  private void flow(Block block, ExceptionState start) {
    ExceptionState state =
        start.map(value -> value.after((handler, w) -> enter(block, handler, w)));
    ExceptionState thrownAway = null;
    frame.moveTo(state);
    boolean moved = false;
    for (int i = block.start(); i < block.end(); i++) {
      AbstractInsnNode node = graph.instructions().get(i);
      if (node.getOpcode() < 0) {
        continue;
      }
      steps++;
      boolean close = closes.numberOf(node) >= 0;
      if (close || thrownAway == null || moved) {
        ExceptionState locals = frame.state();
        if (close) {
          atClose.put(node, locals);
        }
        locals = new ExceptionState(locals.locals(), List.of());
        thrownAway = thrownAway == null ? locals : thrownAway.join(locals);
      }
      if (node.getOpcode() == Opcodes.ATHROW) {
        ExceptionValue top = frame.getStack(frame.getStackSize() - 1);
        top.caught().keySet().forEach(thrown[block.index()]::set);
      }
      frame.execute(node);
      moved = node.getOpcode() >= Opcodes.ISTORE && node.getOpcode() <= Opcodes.ASTORE;
    }
    if (thrownAway != null) {
      for (int handler : block.handlers()) {
        enter(handler, thrownAway.caughtBy(handler));
      }
    }
    ExceptionState end = frame.state();
    block.successors().forEach(successor -> enter(successor, end));
  }

  /** A block is entered with what one handler has caught. */
  private Journey enter(Block block, int handler, Journey journey) {
    Journey failing =
        handler == block.index() ? journey : journey.failing(bodies.endedBy(block.index()));
    return failing.through(bodies.endedAround(block, handler));
  }

  private void carryThrownBack() {
    boolean more = true;
    while (more) {
      more = false;
      for (int i = thrown.length - 1; i >= 0; i--) {
        int before = thrown[i].cardinality();
        for (int successor : graph.blocks().get(i).successors()) {
          thrown[i].or(thrown[successor]);
        }
        more |= thrown[i].cardinality() > before;
      }
    }
  }

  /** The variables with exceptions before a close, by slot; none if it is never reached. */
  Map<Integer, ExceptionValue> at(AbstractInsnNode close) {
    return atClose.getOrDefault(close, ExceptionState.ENTRY).locals();
  }

  /** The handlers whose exceptions may be thrown behind a close without being caught again. */
  BitSet thrownBehind(AbstractInsnNode close) {
    return thrown[graph.blockOf(close).index()];
  }

  /** How many instructions and edges were gone over until nothing changed any more. */
  long steps() {
    return steps;
  }
}
