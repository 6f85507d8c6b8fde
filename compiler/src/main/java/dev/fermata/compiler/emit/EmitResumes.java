package dev.fermata.compiler.emit;

import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.ICONST_1;
import static org.objectweb.asm.Opcodes.IFNONNULL;
import static org.objectweb.asm.Opcodes.IF_ICMPNE;

import dev.fermata.compiler.flow.VerificationType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Emits the ways back into the body, all of them behind it.
 *
 * <pre>
 *   ALOAD frame; IFNONNULL dispatch        // the first instructions of the entry
 *   ...
 * dispatch:                                // switches on frame.state
 * resume1:                                 // an await outside of loops and monitors
 *   (restore locals and operands)
 *   ALOAD in; INVOKESTATIC outcome         // in the exception ranges of the await
 *   GOTO continuation1
 * resume2:                                 // an await in a loop or a monitor
 *   (restore what the first gate knows); state = 2; GOTO gate
 * </pre>
 *
 * <p>{@link EmitGates} emits the rest of the way. A method that would be too large shares what is
 * alike, see {@link SharedResumes}.
 */
public final class EmitResumes {
  private final EntryContext context;
  private final List<Held> points;
  private final InsnList out;
  private final ResumeCode code;

  private EmitResumes(EntryContext context, List<Held> points) {
    this.context = context;
    this.points = points;
    this.out = context.outOfLine();
    this.code = new ResumeCode(context, context.newSlot());
  }

  public static void run(EntryContext context, List<Held> points) {
    if (!points.isEmpty()) {
      new EmitResumes(context, points).emit();
    }
  }

  private void emit() {
    LabelNode dispatch = new LabelNode();
    emitEntryTest(dispatch);
    out.add(dispatch);
    out.add(context.stackMap(Map.of(), List.of()));
    code.loadFrame();
    SharedResumes shared = SharedResumes.of(context, points);
    code.restore(shared.values());
    List<LabelNode> labels = points.stream().map(shared::labelOf).toList();
    emitDispatch(labels);
    for (int i = 0; i < points.size(); i++) {
      Held held = points.get(i);
      if (!shared.contains(held)) {
        out.add(labels.get(i));
        emitResume(held, shared);
      }
    }
    shared.emit(context, code);
    EmitGates.run(context, code, points);
  }

  private void emitResume(Held held, SharedResumes shared) {
    if (held.gates().isEmpty()) {
      out.add(context.stackMap(shared.localsAnd(code), List.of()));
      context.addLine(held.point().line());
      code.restore(shared.restOf(held));
      code.goOn(held);
    } else {
      out.add(context.stackMap(Map.of(code.typedFrame(), code.frameType()), List.of()));
      enterFirstGate(held);
    }
  }

  private void emitEntryTest(LabelNode dispatch) {
    InsnList test = new InsnList();
    test.add(new VarInsnNode(ALOAD, context.layout().frame()));
    test.add(new JumpInsnNode(IFNONNULL, dispatch));
    InsnList body = context.entry().instructions;
    if (context.layout().hasState()) {
      // Behind the two instructions that set the state to 0.
      body.insert(body.getFirst().getNext(), test);
    } else {
      body.insert(test);
    }
  }

  /** Goes to the code of the frame's state; that of state 1 comes next. */
  private void emitDispatch(List<LabelNode> labels) {
    int count = labels.size();
    if (labels.stream().distinct().count() == 1) {
      return;
    }
    code.pushState();
    if (count == 2) {
      out.add(new InsnNode(ICONST_1));
      out.add(new JumpInsnNode(IF_ICMPNE, labels.get(1)));
    } else {
      LabelNode last = labels.get(count - 1);
      LabelNode[] others = labels.subList(0, count - 1).toArray(LabelNode[]::new);
      out.add(new TableSwitchInsnNode(1, count - 1, last, others));
    }
  }

  private void enterFirstGate(Held held) {
    Set<Integer> carried = ResumeCode.carried(held);
    code.restore(held.spill().locals().stream().filter(v -> carried.contains(v.slot())).toList());
    Map<Integer, VerificationType> present = new HashMap<>(held.locals());
    present.keySet().retainAll(carried);
    Gate first = held.gates().get(0);
    code.zeroLocals(first, present);
    code.setState(held.state());
    code.goTo(first, ResumeCode.objectOf(first, held));
  }
}
