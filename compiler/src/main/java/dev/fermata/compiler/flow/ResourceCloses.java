package dev.fermata.compiler.flow;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/** The closes of resources that are in local variables, numbered in code order. */
final class ResourceCloses {
  private static final BitSet NONE = new BitSet();

  private final List<MethodInsnNode> calls = new ArrayList<>();
  private final Map<AbstractInsnNode, Integer> numbers = new HashMap<>();
  private final List<Integer> slots = new ArrayList<>();
  private final Map<Integer, BitSet> ofSlot = new HashMap<>();

  /** Finds the variables of some calls of a method; a call that loads none is left out. */
  ResourceCloses(MethodNode method, Set<MethodInsnNode> closes) {
    for (AbstractInsnNode node : method.instructions) {
      if (node instanceof MethodInsnNode call && closes.contains(call)) {
        int slot = slotOf(call);
        if (slot >= 0) {
          ofSlot.computeIfAbsent(slot, s -> new BitSet()).set(calls.size());
          numbers.put(call, calls.size());
          calls.add(call);
          slots.add(slot);
        }
      }
    }
  }

  private static int slotOf(MethodInsnNode close) {
    AbstractInsnNode node = Instructions.previousOrNull(close.getPrevious());
    while (node != null && node.getOpcode() == Opcodes.CHECKCAST) {
      node = Instructions.previousOrNull(node.getPrevious());
    }
    return node != null && node.getOpcode() == Opcodes.ALOAD ? ((VarInsnNode) node).var : -1;
  }

  /** The calls, by number. */
  List<MethodInsnNode> calls() {
    return calls;
  }

  /** The number of a close, or -1 for any other instruction. */
  int numberOf(AbstractInsnNode node) {
    return numbers.getOrDefault(node, -1);
  }

  /** The variable of a close. */
  int slotOf(int number) {
    return slots.get(number);
  }

  /** The closes of what is in a variable; not to be changed. */
  BitSet of(int slot) {
    return Objects.requireNonNull(ofSlot.getOrDefault(slot, NONE));
  }
}
