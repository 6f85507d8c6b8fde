package dev.fermata.compiler.suspension;

import dev.fermata.compiler.diagnostic.Diagnostic;
import dev.fermata.compiler.diagnostic.DiagnosticCode;
import dev.fermata.compiler.diagnostic.DiagnosticSink;
import dev.fermata.compiler.flow.ControlFlowGraph;
import dev.fermata.compiler.flow.ControlFlowGraph.Block;
import dev.fermata.compiler.scan.Awaits;
import dev.fermata.compiler.scan.Places;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Rejects awaits while a monitor is held: another thread, or another task on this one, would hold
 * it meanwhile. Follows the monitors along every path; javac's handler that leaves the monitor
 * covers itself, so a handler is entered with what was held at the start of each block that it
 * covers.
 */
public final class CheckPinnedRegions {
  private CheckPinnedRegions() {}

  /** Reports every await that is pinned; returns whether there was none. */
  public static boolean run(ClassNode owner, MethodNode method, DiagnosticSink sink) {
    if (!hasMonitors(method)) {
      return true;
    }
    Map<AbstractInsnNode, AbstractInsnNode> pinned = findPinned(method);
    boolean free = true;
    for (MethodInsnNode await : Awaits.in(method)) {
      AbstractInsnNode monitor = pinned.get(await);
      if (monitor != null) {
        free = false;
        sink.report(
            new Diagnostic(
                DiagnosticCode.AWAIT_IN_SYNCHRONIZED,
                "await inside a synchronized block",
                Places.of(owner, method, await),
                List.of("monitor entered at " + Places.of(owner, method, monitor)),
                "move the await out of the block"));
      }
    }
    return free;
  }

  private static boolean hasMonitors(MethodNode method) {
    for (AbstractInsnNode node : method.instructions) {
      if (node.getOpcode() == Opcodes.MONITORENTER) {
        return true;
      }
    }
    return false;
  }

  /** The innermost monitor that is held at each instruction that holds one. */
  private static Map<AbstractInsnNode, AbstractInsnNode> findPinned(MethodNode method) {
    ControlFlowGraph graph = new ControlFlowGraph(method);
    Map<AbstractInsnNode, AbstractInsnNode> pinned = new HashMap<>();
    Map<Integer, List<AbstractInsnNode>> heldAt = new HashMap<>();
    Deque<Block> work = new ArrayDeque<>();
    heldAt.put(0, List.of());
    work.add(graph.blocks().get(0));
    while (!work.isEmpty()) {
      Block block = work.remove();
      List<AbstractInsnNode> held = new ArrayList<>(heldAt.get(block.index()));
      enter(graph.enteredHandlers(block), held, graph, heldAt, work);
      for (int i = block.start(); i < block.end(); i++) {
        AbstractInsnNode node = method.instructions.get(i);
        if (!held.isEmpty()) {
          pinned.put(node, held.get(held.size() - 1));
        }
        if (node.getOpcode() == Opcodes.MONITORENTER) {
          held.add(node);
        } else if (node.getOpcode() == Opcodes.MONITOREXIT && !held.isEmpty()) {
          held.remove(held.size() - 1);
        }
      }
      enter(block.successors(), held, graph, heldAt, work);
    }
    return pinned;
  }

  private static void enter(
      List<Integer> blocks,
      List<AbstractInsnNode> held,
      ControlFlowGraph graph,
      Map<Integer, List<AbstractInsnNode>> heldAt,
      Deque<Block> work) {
    for (int block : blocks) {
      if (heldAt.putIfAbsent(block, List.copyOf(held)) == null) {
        work.add(graph.blocks().get(block));
      }
    }
  }
}
