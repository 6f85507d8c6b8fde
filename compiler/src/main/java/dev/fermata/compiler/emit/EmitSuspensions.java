package dev.fermata.compiler.emit;

import static org.objectweb.asm.Opcodes.*;

import dev.fermata.compiler.flow.Slots;
import dev.fermata.compiler.flow.VerificationType;
import dev.fermata.compiler.scan.ResultType;
import dev.fermata.compiler.spill.FrameField;
import dev.fermata.compiler.spill.SpilledValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Replaces each await by a call that may say that it is held, and a test of what it returned.
 *
 * <pre>
 * INVOKESTATIC Fermata.await           INVOKESTATIC Continuations.await     // or the callee's direct entry
 *                               =>     DUP; INSTANCEOF ContinuationFrame; IFNE suspend
 *                                    continuation:                          // stack [operands value]
 *
 *                                    suspend:                               // behind the body; stack [operands callee]
 *                                      (leave the monitors)
 *                                      (load the live locals); ALOAD frame
 *                                      INVOKESTATIC Frame.suspend1; ARETURN
 * </pre>
 *
 * <p>An emit is always held: the element itself goes to {@code suspend} in place of a callee.
 *
 * <p>The operands below the awaited value stay where they are until the await does suspend.
 */
public final class EmitSuspensions {
  static final int MAX_ARGUMENT_SLOTS = 255;

  private final EntryContext context;
  private final EmitCalls calls;
  private final String frameClass;
  private final List<SpillMethod> spillMethods = new ArrayList<>();
  private final SharedSuspensions shared;

  private EmitSuspensions(EntryContext context, List<Held> points) {
    this.context = context;
    this.calls = new EmitCalls(context);
    this.frameClass = context.async().frameClass();
    this.shared = SharedSuspensions.of(context, points);
  }

  /** Rewrites the awaits, and returns the methods that the frame class needs for them. */
  public static List<SpillMethod> run(EntryContext context, List<Held> points) {
    EmitSuspensions pass = new EmitSuspensions(context, points);
    points.forEach(pass::emit);
    pass.shared.forEach(pass::emitShared);
    return pass.spillMethods;
  }

  private void emit(Held held) {
    LabelNode suspend = new LabelNode();
    InsnList code = new InsnList();
    if (held.emits()) {
      code.add(new JumpInsnNode(GOTO, suspend));
    } else {
      calls.emit(held, suspend, code);
    }
    InsnList body = context.entry().instructions;
    body.insertBefore(held.point().await(), code);
    body.remove(held.point().await());
    held.unboxing().forEach(body::remove);
    mapContinuation(held);
    emitSuspend(held, suspend);
  }

  private void mapContinuation(Held held) {
    AbstractInsnNode node = held.continuation();
    while (node != null && node.getOpcode() < 0) {
      if (node instanceof FrameNode) {
        return;
      }
      node = node.getNext();
    }
    context
        .entry()
        .instructions
        .insert(
            held.continuation(),
            context.stackMap(held.locals(), held.stackWith(List.of(held.awaited()))));
  }

  private void emitSuspend(Held held, LabelNode suspend) {
    InsnList code = context.outOfLine();
    code.add(suspend);
    code.add(context.stackMap(held.locals(), held.stackWith(List.of(VerificationType.OBJECT))));
    LabelNode join = shared.joinOf(held);
    if (join != null) {
      code.add(Slots.push(held.state()));
      code.add(new JumpInsnNode(GOTO, join));
      return;
    }
    exitMonitors(held, code);
    List<SpilledValue> operands = held.spill().operands();
    List<SpilledValue> locals =
        held.spill().locals().stream().filter(v -> v.field() != null).toList();
    if (slots(operands) + slots(locals) + 2 <= MAX_ARGUMENT_SLOTS) {
      List<SpilledValue> values = new ArrayList<>(operands);
      values.addAll(locals);
      load(locals, code);
      call(
          new SpillMethod(
              "suspend" + held.state(),
              values,
              operands.size(),
              held.state(),
              false,
              held.spill().unchanged(),
              context.async().result()),
          code);
    } else {
      spillInParts(held.state(), operands, locals, code);
    }
    code.add(new InsnNode(context.async().result().returnOpcode()));
  }

  /** What several points do: the operands, the callee and the state are on the stack. */
  private void emitShared(List<Held> points, LabelNode join) {
    Held first = points.get(0);
    List<SpilledValue> operands = first.spill().operands();
    List<SpilledValue> locals =
        first.spill().locals().stream().filter(v -> v.field() != null).toList();
    Set<FrameField> unchanged = new HashSet<>(first.spill().unchanged());
    points.forEach(held -> unchanged.retainAll(held.spill().unchanged()));
    List<SpilledValue> values = new ArrayList<>(operands);
    values.addAll(locals);
    InsnList code = context.outOfLine();
    code.add(join);
    code.add(
        context.stackMap(
            first.locals(),
            first.stackWith(List.of(VerificationType.OBJECT, VerificationType.INT))));
    load(locals, code);
    call(
        new SpillMethod(
            "suspend" + first.state(),
            values,
            operands.size(),
            first.state(),
            true,
            Set.copyOf(unchanged),
            context.async().result()),
        code);
    code.add(new InsnNode(context.async().result().returnOpcode()));
  }

  /**
   * Nothing can fail before the monitors are free: no handler is here, and HotSpot compiles no
   * method that may be left with a monitor.
   */
  private static void exitMonitors(Held held, InsnList code) {
    List<Integer> locks = held.locks();
    for (int i = locks.size() - 1; i >= 0; i--) {
      code.add(new VarInsnNode(ALOAD, locks.get(i)));
      code.add(new InsnNode(MONITOREXIT));
    }
  }

  /**
   * More values than a method has parameters: several methods store them, the last one links the
   * frame. All but the first one find a frame, which does not tell whether it is new.
   */
  private void spillInParts(
      int state, List<SpilledValue> operands, List<SpilledValue> locals, InsnList code) {
    int part = 0;
    int callee = context.newSlot();
    code.add(new VarInsnNode(ASTORE, callee));
    for (int end = operands.size(); end > 0; ) {
      int start = end;
      int room = MAX_ARGUMENT_SLOTS - 1;
      while (start > 0 && operands.get(start - 1).type().size() <= room) {
        room -= operands.get(--start).type().size();
      }
      call(
          new SpillMethod(
              "spill" + state + "$" + part++,
              operands.subList(start, end),
              -1,
              0,
              false,
              Set.of(),
              ResultType.OBJECT),
          code);
      code.add(new VarInsnNode(ASTORE, context.layout().frame()));
      end = start;
    }
    for (int start = 0; start < locals.size(); ) {
      int end = start;
      int room = MAX_ARGUMENT_SLOTS - 1;
      while (end < locals.size() && locals.get(end).type().size() <= room) {
        room -= locals.get(end++).type().size();
      }
      List<SpilledValue> values = locals.subList(start, end);
      load(values, code);
      call(
          new SpillMethod(
              "spill" + state + "$" + part++, values, -1, 0, false, Set.of(), ResultType.OBJECT),
          code);
      code.add(new VarInsnNode(ASTORE, context.layout().frame()));
      start = end;
    }
    code.add(new VarInsnNode(ALOAD, callee));
    call(
        new SpillMethod(
            "suspend" + state, List.of(), 0, state, false, Set.of(), context.async().result()),
        code);
  }

  static int slots(List<SpilledValue> values) {
    return values.stream().mapToInt(value -> value.type().size()).sum();
  }

  private static void load(List<SpilledValue> locals, InsnList code) {
    for (SpilledValue value : locals) {
      code.add(Slots.load(value.type(), value.slot()));
    }
  }

  private void call(SpillMethod method, InsnList code) {
    spillMethods.add(method);
    code.add(new VarInsnNode(ALOAD, context.layout().frame()));
    code.add(
        new MethodInsnNode(INVOKESTATIC, frameClass, method.name(), method.descriptor(), false));
  }
}
