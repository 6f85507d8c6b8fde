package dev.fermata.compiler.emit;

import dev.fermata.compiler.flow.StackMaps;
import dev.fermata.compiler.flow.VerificationType;
import dev.fermata.compiler.scan.AsyncMethod;
import dev.fermata.compiler.suspension.Economy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/**
 * A direct entry that is being made.
 *
 * @param owner its class
 * @param async the method whose body it has
 * @param entry the method that is made
 * @param layout where it keeps what the body does not know of
 * @param economy what is given up so that the code is smaller
 * @param outOfLine code that goes behind the body: it is cold, and in no exception range unless it
 *     says so
 */
public record EntryContext(
    ClassNode owner,
    AsyncMethod async,
    MethodNode entry,
    EntryLayout layout,
    Economy economy,
    InsnList outOfLine) {
  boolean ownerIsInterface() {
    return (owner.access & Opcodes.ACC_INTERFACE) != 0;
  }

  /** A new local variable of one slot. */
  int newSlot() {
    return entry.maxLocals++;
  }

  /** A stack map with some of the body's variables, and the layout's own. */
  FrameNode stackMap(Map<Integer, VerificationType> locals, List<VerificationType> stack) {
    int slots = layout.frame() + layout.size();
    for (int slot : locals.keySet()) {
      slots = Math.max(slots, slot + 1);
    }
    return StackMaps.node(
        slots,
        slot ->
            layout.contains(slot)
                ? layout.typeOf(slot)
                : locals.getOrDefault(slot, VerificationType.TOP),
        stack,
        entry.instructions);
  }

  /** The exception ranges that cover an instruction, in the order in which they are tried. */
  List<TryCatchBlockNode> rangesAround(AbstractInsnNode instruction) {
    List<TryCatchBlockNode> ranges = new ArrayList<>();
    int index = entry.instructions.indexOf(instruction);
    for (TryCatchBlockNode range : entry.tryCatchBlocks) {
      if (entry.instructions.indexOf(range.start) < index
          && index < entry.instructions.indexOf(range.end)) {
        ranges.add(range);
      }
    }
    return ranges;
  }

  /**
   * Adds code behind the body, with the handlers that cover a place in the body. The new ranges
   * come after all others and overlap none, so that the handlers are tried in the same order.
   */
  void addOutOfLine(InsnList code, List<TryCatchBlockNode> ranges) {
    if (ranges.isEmpty()) {
      outOfLine.add(code);
      return;
    }
    LabelNode start = new LabelNode();
    LabelNode end = new LabelNode();
    outOfLine.add(start);
    outOfLine.add(code);
    outOfLine.add(end);
    for (TryCatchBlockNode range : ranges) {
      TryCatchBlockNode copy = new TryCatchBlockNode(start, end, range.handler, range.type);
      entry.tryCatchBlocks.add(copy);
    }
  }

  /** Says that the code behind the body belongs to a line of it. */
  void addLine(int line) {
    if (line > 0) {
      LabelNode label = new LabelNode();
      outOfLine.add(label);
      outOfLine.add(new LineNumberNode(line, label));
    }
  }
}
