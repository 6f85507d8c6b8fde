package dev.fermata.compiler.flow;

import dev.fermata.compiler.flow.ControlFlowGraph.Block;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Which monitors are held at each instruction of a method. Follows them along every path; javac's
 * handler that leaves the monitor covers itself, so a handler is entered with what was held at the
 * start of each block that it covers.
 */
public final class MonitorAnalysis {
  private final Map<AbstractInsnNode, List<AbstractInsnNode>> heldAt = new HashMap<>();

  /** Analyses a method that has code. */
  public MonitorAnalysis(MethodNode method) {
    if (hasMonitors(method)) {
      new Search(method).run();
    }
  }

  /** The {@code monitorenter} instructions whose monitors are held, the outermost first. */
  public List<AbstractInsnNode> held(AbstractInsnNode node) {
    return heldAt.getOrDefault(node, List.of());
  }

  /**
   * The instruction that keeps the object of a monitor in a local variable for its exit, as javac
   * and ecj emit it: {@code DUP; ASTORE n; MONITORENTER}. Null if there is none.
   */
  public static @Nullable VarInsnNode lockVariable(AbstractInsnNode monitorEnter) {
    AbstractInsnNode before = monitorEnter.getPrevious();
    while (before != null && before.getOpcode() < 0) {
      before = before.getPrevious();
    }
    return before instanceof VarInsnNode store && store.getOpcode() == Opcodes.ASTORE
        ? store
        : null;
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
    private final Map<Integer, List<AbstractInsnNode>> heldAtStart = new HashMap<>();
    private final Deque<Block> work = new ArrayDeque<>();

    Search(MethodNode method) {
      this.method = method;
      this.graph = new ControlFlowGraph(method);
    }

    void run() {
      enter(List.of(0), List.of());
      while (!work.isEmpty()) {
        Block block = work.remove();
        List<AbstractInsnNode> held =
            new ArrayList<>(heldAtStart.getOrDefault(block.index(), List.of()));
        enter(graph.enteredHandlers(block), held);
        for (int i = block.start(); i < block.end(); i++) {
          AbstractInsnNode node = method.instructions.get(i);
          if (!held.isEmpty()) {
            heldAt.put(node, List.copyOf(held));
          }
          if (node.getOpcode() == Opcodes.MONITORENTER) {
            held.add(node);
          } else if (node.getOpcode() == Opcodes.MONITOREXIT && !held.isEmpty()) {
            held.remove(held.size() - 1);
          }
        }
        enter(block.successors(), held);
      }
    }

    private void enter(List<Integer> blocks, List<AbstractInsnNode> held) {
      for (int block : blocks) {
        if (heldAtStart.putIfAbsent(block, List.copyOf(held)) == null) {
          work.add(graph.blocks().get(block));
        }
      }
    }
  }
}
