package dev.fermata.compiler.emit;

import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.ASTORE;
import static org.objectweb.asm.Opcodes.CHECKCAST;
import static org.objectweb.asm.Opcodes.GETFIELD;
import static org.objectweb.asm.Opcodes.GOTO;
import static org.objectweb.asm.Opcodes.ICONST_0;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.ISTORE;
import static org.objectweb.asm.Opcodes.SIPUSH;

import dev.fermata.compiler.RuntimeContract;
import dev.fermata.compiler.flow.Slots;
import dev.fermata.compiler.flow.VerificationType;
import dev.fermata.compiler.spill.FrameField;
import dev.fermata.compiler.spill.SpilledValue;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * The pieces of code of which resumes are made; each is added behind the body.
 *
 * @param context the entry that is being made
 * @param typedFrame the slot of the frame as an object of its own class
 */
record ResumeCode(EntryContext context, int typedFrame) {
  private InsnList out() {
    return context.outOfLine();
  }

  VerificationType frameType() {
    return VerificationType.object(context.async().frameClass());
  }

  /** Gives the frame its own class. */
  void loadFrame() {
    out().add(new VarInsnNode(ALOAD, context.layout().frame()));
    out().add(new TypeInsnNode(CHECKCAST, context.async().frameClass()));
    out().add(new VarInsnNode(ASTORE, typedFrame));
  }

  /** Gives locals their values; needs {@link #loadFrame}. */
  void restore(List<SpilledValue> values) {
    for (SpilledValue value : values) {
      push(value.type(), value.field());
      out().add(Slots.store(value.type(), value.slot()));
    }
  }

  private void push(VerificationType type, @Nullable FrameField field) {
    if (field == null) {
      out().add(Slots.zero(type));
    } else {
      out().add(new VarInsnNode(ALOAD, typedFrame));
      out()
          .add(
              new FieldInsnNode(
                  GETFIELD, context.async().frameClass(), field.name(), field.descriptor()));
    }
  }

  /** Pushes the state that the frame notes. */
  void pushState() {
    out().add(new VarInsnNode(ALOAD, typedFrame));
    out()
        .add(
            new FieldInsnNode(
                GETFIELD,
                context.async().frameClass(),
                RuntimeContract.FRAME_STATE,
                RuntimeContract.FRAME_STATE_DESC));
  }

  void setState(int state) {
    out().add(state <= 5 ? new InsnNode(ICONST_0 + state) : new IntInsnNode(SIPUSH, state));
    out().add(new VarInsnNode(ISTORE, context.layout().state()));
  }

  void pop(List<VerificationType> stack) {
    for (int i = stack.size() - 1; i >= 0; i--) {
      out().add(Slots.pop(stack.get(i)));
    }
  }

  /**
   * Gives the locals that a gate's stack map declares some value of their type, but for those that
   * have one.
   */
  void zeroLocals(Gate gate, Map<Integer, VerificationType> present) {
    gate.locals(context.layout())
        .forEach(
            (slot, type) -> {
              if (!type.equals(present.get(slot))) {
                out().add(Slots.zero(type));
                out().add(Slots.store(type, slot));
              }
            });
  }

  /** Goes to a gate whose locals have their values; into a monitor, with its object. */
  void goTo(Gate gate, @Nullable FrameField object) {
    gate.stackBehind().forEach(type -> out().add(Slots.zero(type)));
    if (!gate.isLoop()) {
      push(gate.object(), object);
    }
    out().add(new JumpInsnNode(GOTO, gate.label()));
  }

  /** With all locals restored: the operands, the outcome, and back into the body. */
  void goOn(Held held) {
    pushOperands(held);
    addOutcome(held);
  }

  void pushOperands(Held held) {
    held.spill().operands().forEach(operand -> push(operand.type(), operand.field()));
  }

  /** The outcome, and back into the body; the operands are on the stack. */
  void addOutcome(Held held) {
    pushOutcome(held.ranges());
    out().add(new JumpInsnNode(GOTO, held.landing()));
  }

  /** What was awaited; a failure is thrown, and comes to the handlers of the ranges. */
  void pushOutcome(List<TryCatchBlockNode> ranges) {
    out().add(new VarInsnNode(ALOAD, context.layout().in()));
    InsnList outcome = new InsnList();
    outcome.add(
        new MethodInsnNode(
            INVOKESTATIC,
            RuntimeContract.CONTINUATIONS,
            RuntimeContract.OUTCOME,
            RuntimeContract.OUTCOME_DESC,
            false));
    context.addOutOfLine(outcome, ranges);
  }

  /**
   * The locals that have the same type at the suspension point and at every gate on the way: they
   * are restored first. The objects of the monitors come by the gates themselves.
   */
  static Set<Integer> carried(Held held) {
    Set<Integer> carried = new HashSet<>();
    for (SpilledValue value : held.spill().locals()) {
      if (held.gates().stream().allMatch(g -> g.frame().local(value.slot()).equals(value.type()))) {
        carried.add(value.slot());
      }
    }
    held.locks().forEach(carried::remove);
    return carried;
  }

  /** Where the object of a monitor is kept; null for a loop, and of an object that is null. */
  static @Nullable FrameField objectOf(Gate gate, Held held) {
    VarInsnNode lock = gate.lock();
    if (lock == null) {
      return null;
    }
    return held.spill().locals().stream()
        .filter(value -> value.slot() == lock.var)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the object of a monitor is not kept"))
        .field();
  }
}
