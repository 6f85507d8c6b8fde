package dev.fermata.compiler.flow;

import dev.fermata.compiler.flow.ControlFlowGraph.Block;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * The bodies after which resources are closed: what those handlers cover that close them. A
 * compiler writes the close once for a body that ends normally, or several times, and once for one
 * that fails; it is the second that makes a range a body.
 *
 * <p>Handlers are known by their blocks.
 */
final class GuardedBodies {
  private static final BitSet NONE = new BitSet();

  private final ControlFlowGraph graph;
  private final ResourceCloses closes;
  private final BitSet[] closedBehind;
  private final BitSet[] covered;
  private final @Nullable BitSet[] ends;
  private final @Nullable BitSet[] endsAround;

  /** Finds the bodies of a method: backward data flow along normal control, for all closes. */
  GuardedBodies(ControlFlowGraph graph, ResourceCloses closes) {
    this.graph = graph;
    this.closes = closes;
    int count = graph.blocks().size();
    closedBehind = new BitSet[count];
    covered = new BitSet[count];
    ends = new BitSet[count];
    endsAround = new BitSet[count];
    for (int i = 0; i < count; i++) {
      closedBehind[i] = NONE;
      covered[i] = NONE;
    }
    solve();
    for (AbstractInsnNode close : closes.calls()) {
      for (int handler : graph.blockOf(close).handlers()) {
        if (covered[handler].isEmpty()) {
          covered[handler] = new BitSet();
        }
        covered[handler].set(closes.numberOf(close));
      }
    }
  }

  private void solve() {
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int i = closedBehind.length - 1; i >= 0; i--) {
        BitSet behind = closedFrom(graph.blocks().get(i));
        if (!behind.equals(closedBehind[i])) {
          closedBehind[i] = behind;
          changed = true;
        }
      }
    }
  }

  /** What may be closed from the start of a block on while it stays in its variable. */
  private BitSet closedFrom(Block block) {
    BitSet closed = new BitSet();
    for (int successor : block.successors()) {
      closed.or(closedBehind[successor]);
    }
    InsnList code = graph.instructions();
    for (int i = block.end() - 1; i >= block.start(); i--) {
      AbstractInsnNode node = code.get(i);
      if (node.getOpcode() == Opcodes.ASTORE) {
        closed.andNot(closes.of(((VarInsnNode) node).var));
      } else if (closes.numberOf(node) >= 0) {
        closed.set(closes.numberOf(node));
      }
    }
    return closed;
  }

  /** The closes that a handler's bodies end at when they are left normally. */
  BitSet endedBy(int handler) {
    BitSet known = ends[handler];
    if (known == null) {
      known = findEnds(handler);
      ends[handler] = known;
    }
    return known;
  }

  private BitSet findEnds(int handler) {
    BitSet closed = closedBehind[handler];
    BitSet others = new BitSet();
    closed.stream().forEach(number -> others.or(closes.of(closes.slotOf(number))));
    others.andNot(closed);
    others.andNot(covered[handler]);
    return others;
  }

  /** The closes that the bodies around a block end at, without those of one handler. */
  BitSet endedAround(Block block, int without) {
    BitSet known = endsAround[block.index()];
    if (known == null) {
      known = union(block.handlers(), -1);
      endsAround[block.index()] = known;
    }
    boolean some = !known.isEmpty() && block.handlers().contains(without);
    return some ? union(block.handlers(), without) : known;
  }

  private BitSet union(List<Integer> handlers, int without) {
    BitSet all = new BitSet();
    for (int handler : handlers) {
      if (handler != without) {
        all.or(endedBy(handler));
      }
    }
    return all;
  }
}
