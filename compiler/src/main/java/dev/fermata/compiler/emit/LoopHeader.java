package dev.fermata.compiler.emit;

import dev.fermata.compiler.flow.AnalysisFrame;
import dev.fermata.compiler.flow.VerificationType;
import dev.fermata.compiler.flow.VerificationType.Sort;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LabelNode;

/**
 * The header of a loop through which resumes go.
 *
 * @param label the jump target of the loop's back edges
 * @param place the node behind which the test of the state is put
 * @param frame the stack map at the header, of the body alone
 * @param dispatch where the test goes to when the state isn't 0
 */
public record LoopHeader(
    LabelNode label, AbstractInsnNode place, AnalysisFrame frame, LabelNode dispatch) {
  /** The types of the body's locals at the header, by slot, without the layout's own. */
  Map<Integer, VerificationType> locals(EntryLayout layout) {
    Map<Integer, VerificationType> locals = new LinkedHashMap<>();
    for (int slot = 0; slot < frame.localCount(); slot++) {
      if (frame.local(slot).sort() != Sort.TOP && !layout.contains(slot)) {
        locals.put(slot, frame.local(slot));
      }
    }
    return locals;
  }

  List<VerificationType> stack() {
    return frame.stack();
  }
}
