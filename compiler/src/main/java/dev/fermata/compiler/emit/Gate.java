package dev.fermata.compiler.emit;

import dev.fermata.compiler.flow.AnalysisFrame;
import dev.fermata.compiler.flow.VerificationType;
import dev.fermata.compiler.flow.VerificationType.Sort;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * A place of the body that resumes go through on their way to a suspension point: the header of a
 * loop, or where a monitor is entered.
 *
 * @param label where a resume comes in: the jump target of the loop's back edges, or what stands
 *     before {@code DUP; ASTORE lock; MONITORENTER}
 * @param place the node behind which the test of the state is put
 * @param frame the stack map at the label, of the body alone
 * @param dispatch where the test goes to when the state isn't 0
 * @param lock the instruction that keeps the monitor's object; null for a loop
 */
public record Gate(
    LabelNode label,
    AbstractInsnNode place,
    AnalysisFrame frame,
    LabelNode dispatch,
    @Nullable VarInsnNode lock) {
  /** Whether this is the header of a loop. */
  public boolean isLoop() {
    return lock == null;
  }

  /** The types of the body's locals at the label, by slot, without the layout's own. */
  Map<Integer, VerificationType> locals(EntryLayout layout) {
    Map<Integer, VerificationType> locals = new LinkedHashMap<>();
    for (int slot = 0; slot < frame.localCount(); slot++) {
      if (frame.local(slot).sort() != Sort.TOP && !layout.contains(slot)) {
        locals.put(slot, frame.local(slot));
      }
    }
    return locals;
  }

  /** The same behind the gate. */
  Map<Integer, VerificationType> localsBehind(EntryLayout layout) {
    Map<Integer, VerificationType> locals = locals(layout);
    if (lock != null) {
      locals.put(lock.var, object());
    }
    return locals;
  }

  /** The operands at the label. */
  List<VerificationType> stack() {
    return frame.stack();
  }

  /** The operands behind the gate: the monitor's object is gone. */
  List<VerificationType> stackBehind() {
    return lock == null ? stack() : stack().subList(0, stack().size() - 1);
  }

  /** The type of the monitor's object. */
  VerificationType object() {
    return stack().get(stack().size() - 1);
  }
}
