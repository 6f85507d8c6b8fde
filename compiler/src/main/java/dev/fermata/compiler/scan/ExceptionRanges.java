package dev.fermata.compiler.scan;

import dev.fermata.compiler.flow.Instructions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/** Changes the exception table of a method round a loop. */
final class ExceptionRanges {
  private final MethodNode method;
  private final InsnList code;

  ExceptionRanges(MethodNode method) {
    this.method = method;
    this.code = method.instructions;
  }

  /** Takes new code out of all ranges but those that the whole loop is in. */
  void exclude(LabelNode start, LabelNode end, IteratorLoop loop) {
    int index = code.indexOf(Instructions.next(start));
    List<TryCatchBlockNode> ranges = new ArrayList<>();
    for (TryCatchBlockNode range : method.tryCatchBlocks) {
      boolean covers = code.indexOf(range.start) < index && index < code.indexOf(range.end);
      if (!covers || loop.isOuter(range)) {
        ranges.add(range);
      } else {
        addUnlessEmpty(range.start, start, range, ranges);
        addUnlessEmpty(end, range.end, range, ranges);
      }
    }
    replace(ranges);
  }

  private void addUnlessEmpty(
      LabelNode start, LabelNode end, TryCatchBlockNode range, List<TryCatchBlockNode> ranges) {
    AbstractInsnNode first = Instructions.nextOrNull(start);
    if (first != null && code.indexOf(first) < code.indexOf(end)) {
      TryCatchBlockNode part = new TryCatchBlockNode(start, end, range.handler, range.type);
      part.visibleTypeAnnotations = range.visibleTypeAnnotations;
      part.invisibleTypeAnnotations = range.invisibleTypeAnnotations;
      ranges.add(part);
    }
  }

  /**
   * Adds a handler of everything around instructions of a loop: behind the ranges in the loop, and
   * before those that it is in.
   *
   * @param covered the instructions, in code order
   */
  void addInner(Set<AbstractInsnNode> covered, LabelNode handler, IteratorLoop loop) {
    List<TryCatchBlockNode> ranges = new ArrayList<>(method.tryCatchBlocks);
    int place = 0;
    while (place < ranges.size() && !loop.isOuter(ranges.get(place))) {
      place++;
    }
    LabelNode start = null;
    int rest = covered.size();
    AbstractInsnNode node = rest == 0 ? null : covered.iterator().next();
    for (; node != null && (rest > 0 || start != null); node = node.getNext()) {
      boolean in = covered.contains(node);
      rest -= in ? 1 : 0;
      if (node.getOpcode() >= 0 && in != (start != null)) {
        LabelNode border = Instructions.labelAt(node, code);
        if (start != null) {
          ranges.add(place++, new TryCatchBlockNode(start, border, handler, null));
        }
        start = start == null ? border : null;
      }
    }
    requireEnd(start);
    replace(ranges);
  }

  private static void requireEnd(@Nullable LabelNode start) {
    if (start != null) {
      throw new IllegalStateException("a loop is the last code of its method");
    }
  }

  /** Lets code behind the method's be in the ranges that the whole loop is in. */
  void addOutOfLine(LabelNode start, LabelNode end, IteratorLoop loop) {
    List<TryCatchBlockNode> ranges = new ArrayList<>();
    for (TryCatchBlockNode range : method.tryCatchBlocks) {
      ranges.add(range);
      if (loop.outer().contains(range)) {
        addUnlessEmpty(start, end, range, ranges);
      }
    }
    replace(ranges);
  }

  private void replace(List<TryCatchBlockNode> ranges) {
    method.tryCatchBlocks.clear();
    method.tryCatchBlocks.addAll(ranges);
  }
}
