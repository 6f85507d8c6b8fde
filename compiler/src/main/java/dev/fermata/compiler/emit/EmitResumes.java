package dev.fermata.compiler.emit;

import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.ASTORE;
import static org.objectweb.asm.Opcodes.CHECKCAST;
import static org.objectweb.asm.Opcodes.GETFIELD;
import static org.objectweb.asm.Opcodes.GOTO;
import static org.objectweb.asm.Opcodes.ICONST_0;
import static org.objectweb.asm.Opcodes.ICONST_1;
import static org.objectweb.asm.Opcodes.IFNE;
import static org.objectweb.asm.Opcodes.IFNONNULL;
import static org.objectweb.asm.Opcodes.IF_ICMPNE;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.ISTORE;
import static org.objectweb.asm.Opcodes.MONITORENTER;
import static org.objectweb.asm.Opcodes.SIPUSH;

import dev.fermata.compiler.RuntimeContract;
import dev.fermata.compiler.flow.Slots;
import dev.fermata.compiler.flow.VerificationType;
import dev.fermata.compiler.spill.FrameField;
import dev.fermata.compiler.spill.SpilledValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Emits the ways back into the body, all of them behind it.
 *
 * <pre>
 *   ALOAD frame; IFNONNULL dispatch        // the first instructions of the entry
 *   ...
 * dispatch:                                // switches on frame.state
 * resume1:                                 // an await outside of loops
 *   (restore locals and operands)
 *   ALOAD in; INVOKESTATIC outcome         // in the exception ranges of the await
 *   GOTO continuation1
 * resume2:                                 // an await in a loop
 *   (restore what the header knows); state = 2; GOTO header
 * header:                                  // in the body: ILOAD state; IFNE dispatch'
 * dispatch':                               // switches on state, to an inner header or to
 *   (restore the rest); state = 0; ALOAD in; INVOKESTATIC outcome; GOTO continuation2
 * </pre>
 *
 * <p>A resume enters a loop by its header only. A jump into its body would make the loop
 * irreducible, and C2 would give up on all loops of the method.
 */
public final class EmitResumes {
  private final EntryContext context;
  private final List<Held> points;
  private final InsnList out;
  private final int typedFrame;

  private EmitResumes(EntryContext context, List<Held> points) {
    this.context = context;
    this.points = points;
    this.out = context.outOfLine();
    this.typedFrame = context.newSlot();
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
    out.add(new VarInsnNode(ALOAD, context.layout().frame()));
    out.add(new TypeInsnNode(CHECKCAST, context.async().frameClass()));
    out.add(new VarInsnNode(ASTORE, typedFrame));
    List<LabelNode> labels = points.stream().map(point -> new LabelNode()).toList();
    emitDispatch(labels);
    Map<LoopHeader, List<Held>> byHeader = new LinkedHashMap<>();
    for (int i = 0; i < points.size(); i++) {
      Held held = points.get(i);
      out.add(labels.get(i));
      out.add(context.stackMap(Map.of(typedFrame, frameType()), List.of()));
      if (held.loops().isEmpty()) {
        context.addLine(held.point().line());
        restore(held.spill().locals());
        for (VarInsnNode lock : held.point().locks()) {
          out.add(new VarInsnNode(ALOAD, lock.var));
          out.add(new InsnNode(MONITORENTER));
        }
        goOn(held);
      } else {
        enterLoops(held);
        for (LoopHeader header : held.loops()) {
          byHeader.computeIfAbsent(header, h -> new ArrayList<>()).add(held);
        }
      }
    }
    byHeader.forEach(this::emitHeader);
  }

  private VerificationType frameType() {
    return VerificationType.object(context.async().frameClass());
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
    if (count == 1) {
      return;
    }
    out.add(new VarInsnNode(ALOAD, typedFrame));
    out.add(
        new FieldInsnNode(
            GETFIELD,
            context.async().frameClass(),
            RuntimeContract.FRAME_STATE,
            RuntimeContract.FRAME_STATE_DESC));
    if (count == 2) {
      out.add(new InsnNode(ICONST_1));
      out.add(new JumpInsnNode(IF_ICMPNE, labels.get(1)));
    } else {
      LabelNode last = labels.get(count - 1);
      LabelNode[] others = labels.subList(0, count - 1).toArray(LabelNode[]::new);
      out.add(new TableSwitchInsnNode(1, count - 1, last, others));
    }
  }

  // A resume outside of loops

  private void restore(List<SpilledValue> values) {
    for (SpilledValue value : values) {
      pushRestored(value);
      out.add(Slots.store(value.type(), value.slot()));
    }
  }

  private void pushRestored(SpilledValue value) {
    FrameField field = value.field();
    if (field == null) {
      out.add(Slots.zero(value.type()));
    } else {
      out.add(new VarInsnNode(ALOAD, typedFrame));
      out.add(
          new FieldInsnNode(
              GETFIELD, context.async().frameClass(), field.name(), field.descriptor()));
    }
  }

  /** With all locals restored: the operands, the outcome, and back into the body. */
  private void goOn(Held held) {
    held.spill().operands().forEach(this::pushRestored);
    out.add(new VarInsnNode(ALOAD, context.layout().in()));
    InsnList outcome = new InsnList();
    outcome.add(
        new MethodInsnNode(
            INVOKESTATIC,
            RuntimeContract.CONTINUATIONS,
            RuntimeContract.OUTCOME,
            RuntimeContract.OUTCOME_DESC,
            false));
    context.addOutOfLine(outcome, held.ranges());
    out.add(new JumpInsnNode(GOTO, held.continuation()));
  }

  // A resume in loops

  private void enterLoops(Held held) {
    Set<Integer> carried = carried(held);
    restore(held.spill().locals().stream().filter(v -> carried.contains(v.slot())).toList());
    LoopHeader outermost = held.loops().get(0);
    outermost
        .locals(context.layout())
        .forEach(
            (slot, type) -> {
              if (!carried.contains(slot)) {
                zero(slot, type);
              }
            });
    pushInt(held.state());
    out.add(new VarInsnNode(ISTORE, context.layout().state()));
    outermost.stack().forEach(type -> out.add(Slots.zero(type)));
    out.add(new JumpInsnNode(GOTO, outermost.label()));
  }

  /**
   * The locals that have the same type at the suspension point and at every header on the way: they
   * are restored first.
   */
  private Set<Integer> carried(Held held) {
    Set<Integer> carried = new HashSet<>();
    for (SpilledValue value : held.spill().locals()) {
      if (held.loops().stream().allMatch(h -> h.frame().local(value.slot()).equals(value.type()))) {
        carried.add(value.slot());
      }
    }
    return carried;
  }

  private void zero(int slot, VerificationType type) {
    out.add(Slots.zero(type));
    out.add(Slots.store(type, slot));
  }

  private void emitHeader(LoopHeader header, List<Held> inside) {
    InsnList test = new InsnList();
    test.add(new VarInsnNode(ILOAD, context.layout().state()));
    test.add(new JumpInsnNode(IFNE, header.dispatch()));
    context.entry().instructions.insert(header.place(), test);

    out.add(header.dispatch());
    mapHeader(header);
    Map<Integer, LabelNode> targets = new LinkedHashMap<>();
    Map<LoopHeader, LabelNode> inner = new LinkedHashMap<>();
    Map<Held, LabelNode> landings = new LinkedHashMap<>();
    for (Held held : inside) {
      int next = held.loops().indexOf(header) + 1;
      LabelNode target =
          next < held.loops().size()
              ? inner.computeIfAbsent(held.loops().get(next), h -> new LabelNode())
              : landings.computeIfAbsent(held, h -> new LabelNode());
      targets.put(held.state(), target);
    }
    boolean several = new LinkedHashSet<>(targets.values()).size() > 1;
    if (several) {
      switchOnState(targets);
    }
    inner.forEach(
        (next, label) -> {
          if (several) {
            out.add(label);
            mapHeader(header);
          }
          enterInner(header, next);
        });
    landings.forEach(
        (held, label) -> {
          if (several) {
            out.add(label);
            mapHeader(header);
          }
          land(header, held);
        });
  }

  private void mapHeader(LoopHeader header) {
    out.add(context.stackMap(header.locals(context.layout()), header.stack()));
  }

  private void switchOnState(Map<Integer, LabelNode> targets) {
    out.add(new VarInsnNode(ILOAD, context.layout().state()));
    int[] states = targets.keySet().stream().mapToInt(Integer::intValue).toArray();
    LabelNode[] all = targets.values().toArray(LabelNode[]::new);
    int[] keys = Arrays.copyOf(states, states.length - 1);
    LabelNode[] labels = Arrays.copyOf(all, keys.length);
    LabelNode last = all[keys.length];
    int min = keys[0];
    int max = keys[keys.length - 1];
    if (max - min + 1 == keys.length) {
      out.add(new TableSwitchInsnNode(min, max, last, labels));
    } else {
      out.add(new LookupSwitchInsnNode(last, keys, labels));
    }
  }

  /** From the header of a loop to the header of a loop in it. */
  private void enterInner(LoopHeader outer, LoopHeader next) {
    popStack(outer);
    next.locals(context.layout())
        .forEach(
            (slot, type) -> {
              if (!outer.frame().local(slot).equals(type)) {
                zero(slot, type);
              }
            });
    next.stack().forEach(type -> out.add(Slots.zero(type)));
    out.add(new JumpInsnNode(GOTO, next.label()));
  }

  /** From the header of the innermost loop to the suspension point. */
  private void land(LoopHeader header, Held held) {
    context.addLine(held.point().line());
    popStack(header);
    Set<Integer> carried = carried(held);
    List<SpilledValue> rest =
        held.spill().locals().stream().filter(v -> !carried.contains(v.slot())).toList();
    boolean needsFrame =
        rest.stream().anyMatch(v -> v.field() != null)
            || held.spill().operands().stream().anyMatch(v -> v.field() != null);
    if (needsFrame) {
      out.add(new VarInsnNode(ALOAD, context.layout().frame()));
      out.add(new TypeInsnNode(CHECKCAST, context.async().frameClass()));
      out.add(new VarInsnNode(ASTORE, typedFrame));
    }
    restore(rest);
    out.add(new InsnNode(ICONST_0));
    out.add(new VarInsnNode(ISTORE, context.layout().state()));
    goOn(held);
  }

  private void popStack(LoopHeader header) {
    List<VerificationType> stack = header.stack();
    for (int i = stack.size() - 1; i >= 0; i--) {
      out.add(Slots.pop(stack.get(i)));
    }
  }

  private void pushInt(int value) {
    out.add(value <= 5 ? new InsnNode(ICONST_0 + value) : new IntInsnNode(SIPUSH, value));
  }
}
