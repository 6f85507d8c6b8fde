package dev.fermata.compiler.flow;

import dev.fermata.compiler.flow.ControlFlowGraph.Block;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Which monitors are held at each instruction of a method. Follows them along every path. A handler
 * is entered with what is held before each instruction that may throw: javac's handler that leaves
 * the monitor covers the {@code monitorexit} and itself.
 *
 * <p>Monitors need not be left in the order in which they were entered: {@code ALOAD n;
 * MONITOREXIT} leaves the one whose object is in that variable.
 */
public final class MonitorAnalysis {
  /**
   * A monitor that is held.
   *
   * @param enter its {@code monitorenter}
   * @param variables the slots that have held its object ever since
   */
  public record Monitor(AbstractInsnNode enter, Set<Integer> variables) {
    private Monitor without(int slot) {
      Set<Integer> rest = new HashSet<>(variables);
      rest.remove(slot);
      return new Monitor(enter, Set.copyOf(rest));
    }
  }

  /**
   * The monitors that are held at an instruction.
   *
   * @param monitors in the order in which they were entered
   * @param certain whether they are the same on every path, and each {@code monitorexit} before
   *     tells which it leaves; if not, these are the monitors on one of the paths
   */
  public record Holding(List<Monitor> monitors, boolean certain) {
    private static final Holding NONE = new Holding(List.of(), true);

    /** Their {@code monitorenter} instructions, the outermost first. */
    public List<AbstractInsnNode> enters() {
      return monitors.stream().map(Monitor::enter).toList();
    }

    private Holding merge(Holding other) {
      if (!enters().equals(other.enters())) {
        return new Holding(monitors.isEmpty() ? other.monitors : monitors, false);
      }
      List<Monitor> merged = new ArrayList<>();
      for (int i = 0; i < monitors.size(); i++) {
        Set<Integer> both = new HashSet<>(monitors.get(i).variables);
        both.retainAll(other.monitors.get(i).variables);
        merged.add(new Monitor(monitors.get(i).enter, Set.copyOf(both)));
      }
      return new Holding(List.copyOf(merged), certain && other.certain);
    }

    private Holding after(AbstractInsnNode node) {
      if (node.getOpcode() == Opcodes.MONITORENTER) {
        List<Monitor> more = new ArrayList<>(monitors);
        more.add(new Monitor(node, variablesOf(node)));
        boolean twice = enters().contains(node);
        return new Holding(List.copyOf(twice ? monitors : more), certain && !twice);
      }
      if (node.getOpcode() == Opcodes.MONITOREXIT) {
        return afterExit(node);
      }
      if (node.getOpcode() >= Opcodes.ISTORE && node.getOpcode() <= Opcodes.ASTORE) {
        int slot = ((VarInsnNode) node).var;
        boolean wide = node.getOpcode() == Opcodes.LSTORE || node.getOpcode() == Opcodes.DSTORE;
        return new Holding(
            monitors.stream()
                .map(monitor -> wide ? monitor.without(slot + 1) : monitor)
                .map(monitor -> monitor.without(slot))
                .toList(),
            certain);
      }
      return this;
    }

    private Holding afterExit(AbstractInsnNode exit) {
      if (monitors.isEmpty()) {
        return this;
      }
      int left = monitors.size() - 1;
      if (previous(exit) instanceof VarInsnNode load && load.getOpcode() == Opcodes.ALOAD) {
        while (left >= 0 && !monitors.get(left).variables.contains(load.var)) {
          left--;
        }
      } else {
        left = -1;
      }
      boolean known = left >= 0 || monitors.size() == 1;
      List<Monitor> rest = new ArrayList<>(monitors);
      rest.remove(left >= 0 ? left : monitors.size() - 1);
      return new Holding(List.copyOf(rest), certain && known);
    }
  }

  private final Map<AbstractInsnNode, Holding> at = new HashMap<>();

  /** Analyses a method that has code. */
  public MonitorAnalysis(MethodNode method) {
    if (hasMonitors(method)) {
      new Search(method).run();
    }
  }

  /** What is held right before an instruction. */
  public Holding at(AbstractInsnNode node) {
    return at.getOrDefault(node, Holding.NONE);
  }

  /**
   * The instruction that keeps the object of a monitor in a local variable, as javac and ecj emit
   * it: {@code DUP; ASTORE n; MONITORENTER}. Null if there is none.
   */
  public static @Nullable VarInsnNode lockVariable(AbstractInsnNode monitorEnter) {
    if (previous(monitorEnter) instanceof VarInsnNode store
        && store.getOpcode() == Opcodes.ASTORE) {
      AbstractInsnNode dup = previous(store);
      return dup != null && dup.getOpcode() == Opcodes.DUP ? store : null;
    }
    return null;
  }

  private static Set<Integer> variablesOf(AbstractInsnNode monitorEnter) {
    Set<Integer> variables = new HashSet<>();
    VarInsnNode store = lockVariable(monitorEnter);
    AbstractInsnNode source = previous(monitorEnter);
    if (store != null) {
      variables.add(store.var);
      AbstractInsnNode dup = previous(store);
      source = dup == null ? null : previous(dup);
    }
    if (source instanceof VarInsnNode load && load.getOpcode() == Opcodes.ALOAD) {
      variables.add(load.var);
    }
    return Set.copyOf(variables);
  }

  /** The instruction before, if no path joins in between. */
  private static @Nullable AbstractInsnNode previous(AbstractInsnNode node) {
    AbstractInsnNode before = node.getPrevious();
    while (before != null && before.getOpcode() < 0 && before.getType() != AbstractInsnNode.FRAME) {
      before = before.getPrevious();
    }
    return before == null || before.getOpcode() < 0 ? null : before;
  }

  private static boolean hasMonitors(MethodNode method) {
    for (AbstractInsnNode node : method.instructions) {
      if (node.getOpcode() == Opcodes.MONITORENTER) {
        return true;
      }
    }
    return false;
  }

  private final class Search {
    private final MethodNode method;
    private final ControlFlowGraph graph;
    private final Map<Integer, Holding> atStart = new HashMap<>();
    private final Deque<Block> work = new ArrayDeque<>();

    Search(MethodNode method) {
      this.method = method;
      this.graph = new ControlFlowGraph(method);
    }

    void run() {
      enter(List.of(0), Holding.NONE);
      follow();
      // The verifier looks at handlers of code that can't throw, and so do the other passes.
      for (Block block : graph.blocks()) {
        Holding start = atStart.get(block.index());
        if (start != null) {
          enter(
              graph.enteredHandlers(block).stream().filter(b -> !atStart.containsKey(b)).toList(),
              start);
          follow();
        }
      }
    }

    private void follow() {
      while (!work.isEmpty()) {
        Block block = work.remove();
        Holding holding = atStart.getOrDefault(block.index(), Holding.NONE);
        List<Integer> handlers = graph.enteredHandlers(block);
        for (int i = block.start(); i < block.end(); i++) {
          AbstractInsnNode node = method.instructions.get(i);
          at.put(node, holding);
          if (!handlers.isEmpty() && Instructions.canThrow(node)) {
            enter(handlers, holding);
          }
          holding = holding.after(node);
        }
        enter(block.successors(), holding);
      }
    }

    private void enter(List<Integer> blocks, Holding holding) {
      for (int block : blocks) {
        Holding before = atStart.get(block);
        Holding merged = before == null ? holding : before.merge(holding);
        if (!merged.equals(before)) {
          atStart.put(block, merged);
          work.add(graph.blocks().get(block));
        }
      }
    }
  }
}
