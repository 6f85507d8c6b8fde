package dev.fermata.compiler.scan;

import dev.fermata.compiler.flow.AnalysisFrame;
import dev.fermata.compiler.flow.TypeAnalysis;
import dev.fermata.compiler.flow.TypeCheckException;
import dev.fermata.compiler.flow.VerificationType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The types of variables and operands where a loop is left.
 *
 * <p>Where an exception leaves it, the types of many places meet, and no class is looked up to
 * merge them: all that is kept is the iterator, and what the handlers that the loop is in declare.
 */
final class LoopFrames {
  private final Map<AbstractInsnNode, AnalysisFrame> before = new HashMap<>();
  private final Map<AbstractInsnNode, AnalysisFrame> after = new HashMap<>();
  private final List<AnalysisFrame> outerHandlers = new ArrayList<>();
  private final int slot;

  /** Those of a loop, to be collected. */
  LoopFrames(IteratorLoop loop) {
    this.slot = loop.slot();
    loop.outer().forEach(range -> addHandler(range.handler));
  }

  /**
   * Collects the types of loops that have no instruction in common, in one walk.
   *
   * @param frames those of the loop in which an instruction may throw while the iterator is open
   * @throws TypeCheckException if the method is broken
   */
  static void collect(String owner, MethodNode method, Map<AbstractInsnNode, LoopFrames> frames) {
    TypeAnalysis.walk(
        owner,
        method,
        new TypeAnalysis.Visitor() {
          @Override
          public void visit(AbstractInsnNode instruction, AnalysisFrame frame) {
            LoopFrames own = frames.get(instruction);
            if (own != null) {
              own.before.put(instruction, frame.copy());
            }
          }

          @Override
          public void leave(AbstractInsnNode instruction, AnalysisFrame frame) {
            LoopFrames own = frames.get(instruction);
            if (own != null) {
              own.after.put(instruction, frame.copy());
            }
          }
        });
  }

  private void addHandler(AbstractInsnNode handler) {
    AbstractInsnNode node = handler;
    while (node != null && node.getOpcode() < 0) {
      if (node instanceof FrameNode map) {
        outerHandlers.add(AnalysisFrame.ofStackMap(map));
        return;
      }
      node = node.getNext();
    }
    throw new TypeCheckException("a handler has no stack map");
  }

  /** What a jump of the loop leaves. */
  AnalysisFrame after(AbstractInsnNode jump) {
    return Objects.requireNonNull(after.get(jump));
  }

  /**
   * What a handler of the whole loop gets, with the exception on the stack; null if the types of a
   * variable that is needed can't be merged.
   */
  @Nullable AnalysisFrame atFailure() {
    AnalysisFrame merged = AnalysisFrame.empty();
    if (before.values().stream().anyMatch(frame -> !frame.local(slot).isReference())) {
      return null;
    }
    int slots = outerHandlers.stream().mapToInt(AnalysisFrame::localCount).max().orElse(0);
    for (int i = 0; i < Math.max(slots, slot + 1); i++) {
      Set<VerificationType> wanted = types(outerHandlers, i);
      wanted.remove(VerificationType.TOP);
      if (i == slot || !wanted.isEmpty()) {
        VerificationType type = merge(types(before.values(), i), wanted);
        if (type == null && i == slot) {
          type = VerificationType.OBJECT; // it is cast where it is used
        }
        if (type == null) {
          return null;
        }
        merged.set(i, type);
        i += type.size() - 1;
      }
    }
    merged.push(VerificationType.object("java/lang/Throwable"));
    return merged;
  }

  private static Set<VerificationType> types(Iterable<AnalysisFrame> frames, int slot) {
    Set<VerificationType> types = new HashSet<>();
    frames.forEach(frame -> types.add(frame.local(slot)));
    return types;
  }

  private static @Nullable VerificationType merge(
      Set<VerificationType> found, Set<VerificationType> wanted) {
    if (found.size() > 1) {
      found.remove(VerificationType.NULL);
    }
    Set<VerificationType> candidates = found.size() == 1 ? found : wanted;
    return candidates.size() == 1 ? candidates.iterator().next() : null;
  }
}
