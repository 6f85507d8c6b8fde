package dev.fermata.compiler.emit;

import static org.objectweb.asm.Opcodes.*;

import dev.fermata.compiler.RuntimeContract;
import dev.fermata.compiler.flow.Slots;
import dev.fermata.compiler.flow.VerificationType;
import dev.fermata.compiler.scan.AsyncMethod;
import dev.fermata.compiler.scan.AsyncMethod.Style;
import dev.fermata.compiler.scan.ResultType;
import dev.fermata.compiler.spill.SpilledValue;
import dev.fermata.compiler.suspension.DirectCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
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
 * <p>Where the target of an awaited call is not certain here, it may be at run time: the call and
 * the await become one {@code invokedynamic}, which gives a value or a frame as well.
 *
 * <p>The operands below the awaited value stay where they are until the await does suspend.
 */
public final class EmitSuspensions {
  private static final int MAX_ARGUMENT_SLOTS = 255;
  private static final int SLOTS_OF_A_SMALL_FRAME = 24;

  /** Between a call site and what it is linked to, in the interpreter. */
  private static final int FRAMES_OF_A_LATE_CALL = 4;

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
    if (direct == null && held.point().late() == null) {
      code.add(awaitObject(held.point().await()));
      goIfHeld(suspend, code);
    } else if (held.result().isTyped()) {
      callTyped(held, suspend, code);
    } else {
      LabelNode join = new LabelNode();
      if (call(held, join)) {
        code.add(join);
        code.add(objectMap(held));
      }
      goIfHeld(suspend, code);
    }
    InsnList body = context.entry().instructions;
    body.insertBefore(held.point().await(), code);
    body.remove(held.point().await());
    held.unboxing().forEach(body::remove);
    mapContinuation(held);
    emitSuspend(held, suspend);
  }

  private static void goIfHeld(LabelNode suspend, InsnList code) {
    code.add(new InsnNode(DUP));
    code.add(new TypeInsnNode(INSTANCEOF, RuntimeContract.CONTINUATION_FRAME));
    code.add(new JumpInsnNode(IFNE, suspend));
  }

  /** A stack map with the awaited object, or a frame, on top. */
  private FrameNode objectMap(Held held) {
    return context.stackMap(held.locals(), held.stackWith(List.of(VerificationType.OBJECT)));
  }

  /**
   * Calls an entry that returns a primitive. The ways of the primitive and of objects are apart, so
   * that C2 makes no box.
   */
  private void callTyped(Held held, LabelNode suspend, InsnList code) {
    LabelNode told = new LabelNode();
    LabelNode object = new LabelNode();
    ResultType result = held.result();
    var unused = call(held, object);
    code.add(ResultCode.goIfTold(result, told));
    if (held.unboxing().isEmpty()) {
      code.add(result.boxing());
    }
    InsnList out = context.outOfLine();
    out.add(told);
    out.add(context.stackMap(held.locals(), held.stackWith(List.of(result.verificationType()))));
    context.addLine(held.point().line());
    InsnList ask = new InsnList();
    ask.add(ResultCode.told(result, context.async().result()));
    context.addOutOfLine(ask, held.ranges());
    out.add(object);
    out.add(objectMap(held));
    goIfHeld(suspend, out);
    if (!held.unboxing().isEmpty()) {
      out.add(held.landing());
      out.add(objectMap(held));
      InsnList unbox = new InsnList();
      unbox.add(new TypeInsnNode(CHECKCAST, result.box()));
      unbox.add(result.unboxing());
      context.addOutOfLine(unbox, held.ranges());
    }
    out.add(new JumpInsnNode(GOTO, held.continuation()));
  }

  /** Whether a call needs a coroutine of a hot method, for when the stack is too deep. */
  public static boolean needsCoroutine(DirectCall direct) {
    return direct.counted() && direct.target().style() != Style.COLD;
  }

  /**
   * Replaces the call; the await behind it is replaced by others.
   *
   * @param join where an object goes that comes on another way than the rest
   * @return whether there is one
   */
  private boolean call(Held held, LabelNode join) {
    DirectCall direct = held.point().direct();
    return direct != null
        ? callDirectly(direct, held, join)
        : callLinked(Objects.requireNonNull(held.point().late()), held, join);
  }

  /** Lets the runtime link the call and the await, which are one instruction from here on. */
  private boolean callLinked(MethodInsnNode call, Held held, LabelNode join) {
    InsnList before = new InsnList();
    boolean cold = held.point().await().desc.equals(RuntimeContract.AWAIT_COROUTINE_DESC);
    if (cold) {
      LabelNode tooDeep = new LabelNode();
      before.add(loadHeadroom());
      before.add(new JumpInsnNode(IFLE, tooDeep));
      emitOutOfLine(held, tooDeep, callAndAwait(call, held), join);
    }
    before.add(new InsnNode(ACONST_NULL));
    before.add(new InsnNode(ACONST_NULL));
    before.add(loadHeadroom());
    before.add(pushInt(costOf(context.entry()) + FRAMES_OF_A_LATE_CALL));
    before.add(new InsnNode(ISUB));
    before.add(LateCall.site(call, held.result()));
    InsnList body = context.entry().instructions;
    body.insertBefore(call, before);
    body.remove(call);
    return cold;
  }

  private InsnList awaitObject(MethodInsnNode await) {
    String within =
        switch (await.desc) {
          case RuntimeContract.AWAIT_COROUTINE_DESC -> RuntimeContract.AWAIT_COROUTINE_WITHIN_DESC;
          case RuntimeContract.EMIT_ALL_WOVEN_DESC -> RuntimeContract.EMIT_ALL_WITHIN_DESC;
          default -> null;
        };
    InsnList code = new InsnList();
    if (within != null) {
      code.add(loadHeadroom());
    }
    code.add(callRuntime(await.name, within != null ? within : await.desc));
    return code;
  }

  private VarInsnNode loadHeadroom() {
    return new VarInsnNode(ILOAD, context.layout().headroom());
  }

  /** What a call takes of the headroom: one, and more where its caller's frame is large. */
  private static int costOf(MethodNode caller) {
    return 1 + (caller.maxLocals + caller.maxStack) / SLOTS_OF_A_SMALL_FRAME;
  }

  private static AbstractInsnNode pushInt(int value) {
    if (value <= 5) {
      return new InsnNode(ICONST_0 + value);
    }
    return new IntInsnNode(SIPUSH, Math.min(value, Short.MAX_VALUE));
  }

  private static MethodInsnNode callRuntime(String name, String descriptor) {
    return new MethodInsnNode(INVOKESTATIC, RuntimeContract.CONTINUATIONS, name, descriptor, false);
  }

  private boolean callDirectly(DirectCall direct, Held held, LabelNode join) {
    InsnList before = new InsnList();
    LabelNode bypass = new LabelNode();
    if (direct.guarded()) {
      before.add(
          new FieldInsnNode(
              GETSTATIC,
              RuntimeContract.CONTINUATIONS,
              RuntimeContract.DIRECT_CALLS,
              RuntimeContract.DIRECT_CALLS_DESC));
      before.add(new JumpInsnNode(IFEQ, bypass));
    }
    if (direct.counted()) {
      LabelNode tooDeep = needsCoroutine(direct) ? new LabelNode() : bypass;
      before.add(loadHeadroom());
      before.add(new JumpInsnNode(IFLE, tooDeep));
      if (tooDeep != bypass) {
        emitOutOfLine(held, tooDeep, awaitCoroutineOf(direct.target()), join);
      }
    }
    if (direct.guarded() || (direct.counted() && !needsCoroutine(direct))) {
      emitOutOfLine(held, bypass, callAndAwait(direct.call(), held), join);
    }
    before.add(new InsnNode(ACONST_NULL));
    before.add(new InsnNode(ACONST_NULL));
    before.add(loadHeadroom());
    if (direct.counted()) {
      before.add(pushInt(costOf(context.entry())));
      before.add(new InsnNode(ISUB));
    }
    before.add(
        new MethodInsnNode(
            INVOKESTATIC,
            context.owner().name,
            direct.target().entryName(),
            direct.target().entryDescriptor(context.owner().name),
            context.ownerIsInterface()));
    context.entry().instructions.insertBefore(direct.call(), before);
    context.entry().instructions.remove(direct.call());
    return direct.guarded() || direct.counted();
  }

  /**
   * The call and the await as they stood: where direct calls are switched off, and where the stack
   * is too deep, so that the await does not begin the coroutine.
   */
  private InsnList callAndAwait(MethodInsnNode call, Held held) {
    InsnList code = new InsnList();
    code.add(new MethodInsnNode(call.getOpcode(), call.owner, call.name, call.desc, call.itf));
    code.add(awaitObject(held.point().await()));
    return code;
  }

  /** A hot method begins when it is called: where the stack is too deep, it is made a cold one. */
  private InsnList awaitCoroutineOf(AsyncMethod hot) {
    InsnList code = new InsnList();
    code.add(
        new MethodInsnNode(
            INVOKESTATIC,
            hot.coroutineClass(),
            EmitCoroutineClass.FACTORY,
            EmitCoroutineClass.factoryDescriptor(hot.parameters(context.owner().name)),
            false));
    code.add(loadHeadroom());
    code.add(callRuntime(RuntimeContract.AWAIT, RuntimeContract.AWAIT_COROUTINE_WITHIN_DESC));
    return code;
  }

  /** Takes the arguments of the call, and gives the value or a frame. */
  private void emitOutOfLine(Held held, LabelNode start, InsnList code, LabelNode join) {
    context.outOfLine().add(start);
    context.outOfLine().add(context.stackMap(held.locals(), held.stackWith(held.arguments())));
    context.addLine(held.point().line());
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
            context.stackMap(held.locals(), held.stackWith(List.of(held.awaited()))));
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
              held.spill().unchanged(),
              context.async().result()),
          code);
    } else {
      spillInParts(held.state(), operands, locals, code);
    }
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
      while (start > 0 && slots(operands.subList(start - 1, end)) < MAX_ARGUMENT_SLOTS) {
        start--;
      }
      call(
          new SpillMethod(
              "spill" + state + "$" + part++,
              operands.subList(start, end),
              -1,
              0,
              Set.of(),
              ResultType.OBJECT),
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
      call(
          new SpillMethod(
              "spill" + state + "$" + part++, values, -1, 0, Set.of(), ResultType.OBJECT),
          code);
      code.add(new VarInsnNode(ASTORE, context.layout().frame()));
      start = end;
    }
    code.add(new VarInsnNode(ALOAD, callee));
    call(
        new SpillMethod("suspend" + state, List.of(), 0, state, Set.of(), context.async().result()),
        code);
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
