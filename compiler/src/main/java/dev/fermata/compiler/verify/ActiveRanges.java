package dev.fermata.compiler.verify;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/** The exception ranges around an instruction, as one goes over a method from its start. */
final class ActiveRanges {
  private final List<TryCatchBlockNode> table = new ArrayList<>();
  private final Map<LabelNode, List<Integer>> starting = new HashMap<>();
  private final Map<LabelNode, List<Integer>> ending = new HashMap<>();
  private final TreeMap<Integer, TryCatchBlockNode> active = new TreeMap<>();
  private @Nullable AbstractInsnNode next;

  ActiveRanges(MethodNode method) {
    InsnList code = method.instructions;
    for (TryCatchBlockNode range : method.tryCatchBlocks) {
      if (code.indexOf(range.start) < code.indexOf(range.end)) {
        starting.computeIfAbsent(range.start, label -> new ArrayList<>(1)).add(table.size());
        ending.computeIfAbsent(range.end, label -> new ArrayList<>(1)).add(table.size());
        table.add(range);
      }
    }
    next = code.getFirst();
  }

  /** Goes on to an instruction that is not before the one of the last time. */
  void moveTo(AbstractInsnNode instruction) {
    while (next != null && next != instruction) {
      if (next instanceof LabelNode label) {
        ending.getOrDefault(label, List.of()).forEach(active::remove);
        starting.getOrDefault(label, List.of()).forEach(i -> active.put(i, table.get(i)));
      }
      next = next.getNext();
    }
  }

  /** The ranges that it is in, in the order in which they are tried. */
  Collection<TryCatchBlockNode> active() {
    return active.values();
  }
}
