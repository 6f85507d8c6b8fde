package dev.fermata.compiler.emit;

import static org.objectweb.asm.Opcodes.ACONST_NULL;
import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.ARETURN;
import static org.objectweb.asm.Opcodes.ASTORE;
import static org.objectweb.asm.Opcodes.DUP;
import static org.objectweb.asm.Opcodes.GETSTATIC;
import static org.objectweb.asm.Opcodes.GOTO;
import static org.objectweb.asm.Opcodes.IFEQ;
import static org.objectweb.asm.Opcodes.IFNE;
import static org.objectweb.asm.Opcodes.INSTANCEOF;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.MONITOREXIT;

import dev.fermata.compiler.RuntimeContract;
import dev.fermata.compiler.flow.Slots;
import dev.fermata.compiler.flow.VerificationType;
import dev.fermata.compiler.spill.SpilledValue;
import dev.fermata.compiler.suspension.DirectCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;
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
 * <p>The operands below the awaited value stay where they are until the await does suspend.
 */
public final class EmitSuspensions {
  private static final int MAX_ARGUMENT_SLOTS = 255;

  private final EntryContext context;
  private final String frameClass;
  private final List<SpillMethod> spillMethods = new ArrayList<>();

  private EmitSuspensions(EntryContext context) {
    this.context = context;
    this.frameClass = context.async().frameClass();
  }

  /** Rewrites the awaits, and returns the methods that the frame class needs for them. */
  public static List<SpillMethod> run(EntryContext context, List<Held> points) {
    EmitSuspensions pass = new EmitSuspensions(context);
    points.forEach(pass::emit);
    return pass.spillMethods;
  }

  private void emit(Held held) {
    LabelNode suspend = new LabelNode();
    InsnList code = new InsnList();
    DirectCall direct = held.point().direct();
    if (direct == null) {
      code.add(awaitObject(held.point().await()));
    } else {
      callDirectly(direct, held, code);
    }
    code.add(new InsnNode(DUP));
    code.add(new TypeInsnNode(INSTANCEOF, RuntimeContract.CONTINUATION_FRAME));
    code.add(new JumpInsnNode(IFNE, suspend));
    InsnList body = context.entry().instructions;
    body.insertBefore(held.point().await(), code);
    body.remove(held.point().await());
    mapContinuation(held);
    emitSuspend(held, suspend);
  }

  private static MethodInsnNode awaitObject(MethodInsnNode await) {
    return new MethodInsnNode(
        INVOKESTATIC, RuntimeContract.CONTINUATIONS, await.name, await.desc, false);
  }

  private void callDirectly(DirectCall direct, Held held, InsnList code) {
    InsnList before = new InsnList();
    if (direct.guarded()) {
      LabelNode bypass = new LabelNode();
      LabelNode join = new LabelNode();
      before.add(
          new FieldInsnNode(
              GETSTATIC,
              RuntimeContract.CONTINUATIONS,
              RuntimeContract.DIRECT_CALLS,
              RuntimeContract.DIRECT_CALLS_DESC));
      before.add(new JumpInsnNode(IFEQ, bypass));
      code.add(join);
      code.add(context.stackMap(held.locals(), held.stackWith(List.of(VerificationType.OBJECT))));
      emitBypass(direct, held, bypass, join);
    }
    before.add(new InsnNode(ACONST_NULL));
    before.add(new InsnNode(ACONST_NULL));
    before.add(
        new MethodInsnNode(
            INVOKESTATIC,
            context.owner().name,
            direct.target().entryName(),
            direct.target().entryDescriptor(context.owner().name),
            context.ownerIsInterface()));
    context.entry().instructions.insertBefore(direct.call(), before);
    context.entry().instructions.remove(direct.call());
  }

  /** What is done where direct calls are switched off: the call and the await as they stood. */
  private void emitBypass(DirectCall direct, Held held, LabelNode bypass, LabelNode join) {
    context.outOfLine().add(bypass);
    context.outOfLine().add(context.stackMap(held.locals(), held.stackWith(held.arguments())));
    context.addLine(held.point().line());
    InsnList code = new InsnList();
    MethodInsnNode call = direct.call();
    code.add(new MethodInsnNode(call.getOpcode(), call.owner, call.name, call.desc, call.itf));
    code.add(awaitObject(held.point().await()));
    context.addOutOfLine(code, held.ranges());
    context.outOfLine().add(new JumpInsnNode(GOTO, join));
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
            context.stackMap(held.locals(), held.stackWith(List.of(VerificationType.OBJECT))));
  }

  private void emitSuspend(Held held, LabelNode suspend) {
    InsnList code = context.outOfLine();
    code.add(suspend);
    code.add(context.stackMap(held.locals(), held.stackWith(List.of(VerificationType.OBJECT))));
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
              held.spill().unchanged()),
          code);
    } else {
      spillInParts(held.state(), operands, locals, code);
    }
    code.add(new InsnNode(ARETURN));
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
      while (start > 0 && slots(operands.subList(start - 1, end)) < MAX_ARGUMENT_SLOTS) {
        start--;
      }
      call(
          new SpillMethod(
              "spill" + state + "$" + part++, operands.subList(start, end), -1, 0, Set.of()),
          code);
      code.add(new VarInsnNode(ASTORE, context.layout().frame()));
      end = start;
    }
    for (int start = 0; start < locals.size(); ) {
      int end = start;
      while (end < locals.size() && slots(locals.subList(start, end + 1)) < MAX_ARGUMENT_SLOTS) {
        end++;
      }
      List<SpilledValue> values = locals.subList(start, end);
      load(values, code);
      call(new SpillMethod("spill" + state + "$" + part++, values, -1, 0, Set.of()), code);
      code.add(new VarInsnNode(ASTORE, context.layout().frame()));
      start = end;
    }
    code.add(new VarInsnNode(ALOAD, callee));
    call(new SpillMethod("suspend" + state, List.of(), 0, state, Set.of()), code);
  }

  private static int slots(List<SpilledValue> values) {
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
