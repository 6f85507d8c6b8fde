package dev.fermata.compiler.scan;

import dev.fermata.compiler.flow.ControlFlowGraph;
import dev.fermata.compiler.flow.ControlFlowGraph.Block;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Which {@code java.util.concurrent.locks.Lock}s are held at each instruction of a method, on every
 * path that leads there. Two locks are one if they were found in the same way, as {@code
 * this.lock}; an unlock of a lock that was found in another way may be of any, and releases all.
 */
final class LockAnalysis {
  private static final String PACKAGE = "java/util/concurrent/locks/";
  private static final Set<String> LOCKS =
      Set.of(
          PACKAGE + "Lock",
          PACKAGE + "ReentrantLock",
          PACKAGE + "ReentrantReadWriteLock$ReadLock",
          PACKAGE + "ReentrantReadWriteLock$WriteLock");

  private final ControlFlowGraph graph;
  private final Origins origins;
  private final Map<Integer, List<MethodInsnNode>> heldAtStart = new HashMap<>();
  private final Deque<Block> work = new ArrayDeque<>();
  private final Map<AbstractInsnNode, List<MethodInsnNode>> heldAt = new HashMap<>();
  private final Map<MethodInsnNode, MethodInsnNode> released = new HashMap<>();

  LockAnalysis(MethodNode method, ControlFlowGraph graph, Origins origins) {
    this.graph = graph;
    this.origins = origins;
    enter(List.of(0), List.of());
    while (!work.isEmpty()) {
      Block block = work.remove();
      List<MethodInsnNode> held =
          new ArrayList<>(heldAtStart.getOrDefault(block.index(), List.of()));
      for (int i = block.start(); i < block.end(); i++) {
        AbstractInsnNode node = method.instructions.get(i);
        if (node.getOpcode() >= 0) {
          enter(block.handlers(), held);
          heldAt.put(node, List.copyOf(held));
          step(node, held);
        }
      }
      enter(block.successors(), held);
    }
  }

  /** Whether a method takes any lock, so that it is worth a look. */
  static boolean locks(MethodNode method) {
    for (AbstractInsnNode node : method.instructions) {
      if (isLock(node)) {
        return true;
      }
    }
    return false;
  }

  /** The calls of {@code lock} whose locks are held before an instruction, the first one first. */
  List<MethodInsnNode> held(AbstractInsnNode node) {
    return heldAt.getOrDefault(node, List.of());
  }

  /** The calls of {@code unlock} that end what a call of {@code lock} has begun, in any order. */
  List<MethodInsnNode> unlocksOf(MethodInsnNode lock) {
    return released.entrySet().stream()
        .filter(entry -> entry.getValue() == lock)
        .map(Map.Entry::getKey)
        .toList();
  }

  private void step(AbstractInsnNode node, List<MethodInsnNode> held) {
    if (isLock(node)) {
      MethodInsnNode lock = (MethodInsnNode) node;
      if (origins.pathOfReceiver(lock) != null && !held.contains(lock)) {
        held.add(lock);
      }
    } else if (isUnlock(node)) {
      MethodInsnNode unlock = (MethodInsnNode) node;
      MethodInsnNode lock = last(held, origins.pathOfReceiver(unlock));
      if (lock == null) {
        held.clear();
        released.remove(unlock);
      } else {
        held.remove(lock);
        released.put(unlock, lock);
      }
    }
  }

  private @Nullable MethodInsnNode last(List<MethodInsnNode> held, @Nullable String path) {
    for (int i = held.size() - 1; i >= 0; i--) {
      if (path != null && path.equals(origins.pathOfReceiver(held.get(i)))) {
        return held.get(i);
      }
    }
    return null;
  }

  /** Where paths join, that is held which both hold. */
  private void enter(List<Integer> blocks, List<MethodInsnNode> held) {
    for (int block : blocks) {
      List<MethodInsnNode> before = heldAtStart.get(block);
      List<MethodInsnNode> joined = new ArrayList<>(before == null ? held : before);
      joined.retainAll(held);
      if (!joined.equals(before)) {
        heldAtStart.put(block, joined);
        work.add(graph.blocks().get(block));
      }
    }
  }

  private static boolean isLock(AbstractInsnNode node) {
    return isCall(node, "lock") || isCall(node, "lockInterruptibly");
  }

  private static boolean isUnlock(AbstractInsnNode node) {
    return isCall(node, "unlock");
  }

  private static boolean isCall(AbstractInsnNode node, String name) {
    return node instanceof MethodInsnNode call
        && call.name.equals(name)
        && call.desc.equals("()V")
        && LOCKS.contains(call.owner);
  }
}
