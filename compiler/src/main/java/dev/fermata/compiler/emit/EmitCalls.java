package dev.fermata.compiler.emit;

import static org.objectweb.asm.Opcodes.*;

import dev.fermata.compiler.RuntimeContract;
import dev.fermata.compiler.flow.VerificationType;
import dev.fermata.compiler.scan.AsyncMethod;
import dev.fermata.compiler.scan.ResultType;
import dev.fermata.compiler.suspension.AwaitedCall;
import dev.fermata.compiler.suspension.DirectCall;
import dev.fermata.compiler.suspension.OperationCall;
import java.util.List;
import java.util.Objects;
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
 * Makes the code that stands in place of an await, and of the call right before it where the direct
 * entry is called.
 *
 * <pre>
 * INVOKESTATIC callee                    GETSTATIC DIRECT_CALLS; IFEQ bypass   // unless it is private
 * INVOKESTATIC Fermata.await      =>     ILOAD headroom; IFLE bypass           // if it may be a recursion
 *                                        ACONST_NULL; ACONST_NULL; ILOAD headroom; (ICONST_1; ISUB)
 *                                        INVOKESTATIC lambda$callee$fermata
 *                                        DUP; INSTANCEOF ContinuationFrame; IFNE suspend
 *
 * the same, of a target that only the running program knows:
 *                                        INVOKEDYNAMIC callee                  // as an entry
 *
 * INVOKEVIRTUAL Channel.send             ILOAD headroom
 * INVOKESTATIC Fermata.await      =>     INVOKESTATIC Operations.send
 *
 * the same, typed, and               =>  INVOKESTATIC lambda$callee$fermata    // an int
 * CHECKCAST Integer; intValue            DUP; LDC rare; IF_ICMPEQ told
 *                                        continuation:
 *
 *                                        told:                                 // behind the body
 *                                          INVOKESTATIC TypedResults.told
 *                                          DUP; INSTANCEOF ContinuationFrame; IFNE suspend
 *                                        landing:                              // what is resumed, too
 *                                          CHECKCAST Integer; intValue; GOTO continuation
 * </pre>
 */
final class EmitCalls {
  private static final int SLOTS_OF_A_SMALL_FRAME = 24;

  /** Between a call site and what it is linked to, in the interpreter. */
  private static final int FRAMES_OF_A_LATE_CALL = 4;

  private final EntryContext context;

  EmitCalls(EntryContext context) {
    this.context = context;
  }

  /**
   * Makes it.
   *
   * @param suspend where a frame goes
   * @param code takes what comes before the continuation
   */
  void emit(Held held, LabelNode suspend, InsnList code) {
    AwaitedCall awaited = held.point().call();
    if (awaited == null) {
      code.add(awaitObject(held.point().await()));
      goIfHeld(suspend, code);
    } else if (awaited instanceof OperationCall operation) {
      callOperation(operation);
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
  }

  private static void goIfHeld(LabelNode suspend, InsnList code) {
    code.add(testIfHeld());
    code.add(new JumpInsnNode(IFNE, suspend));
  }

  private static InsnList testIfHeld() {
    InsnList code = new InsnList();
    code.add(new InsnNode(DUP));
    code.add(new TypeInsnNode(INSTANCEOF, RuntimeContract.CONTINUATION_FRAME));
    return code;
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
    // A type test counts as one that may throw, and monitors have to be left then.
    context.addOutOfLine(testIfHeld(), held.ranges());
    out.add(new JumpInsnNode(IFNE, suspend));
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

  /**
   * Replaces the call; the await behind it is replaced by others.
   *
   * @param join where an object goes that comes on another way than the rest
   * @return whether there is one
   */
  private boolean call(Held held, LabelNode join) {
    AwaitedCall awaited = Objects.requireNonNull(held.point().call());
    return awaited instanceof DirectCall direct
        ? callDirectly(direct, held, join)
        : callLinked(awaited.call(), held, join);
  }

  private void callOperation(OperationCall operation) {
    MethodInsnNode call = operation.call();
    InsnList body = context.entry().instructions;
    body.insertBefore(call, loadHeadroom());
    body.set(
        call,
        new MethodInsnNode(
            INVOKESTATIC, RuntimeContract.OPERATIONS, call.name, operation.descriptor(), false));
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
      LabelNode tooDeep = direct.needsCoroutine() ? new LabelNode() : bypass;
      before.add(loadHeadroom());
      before.add(new JumpInsnNode(IFLE, tooDeep));
      if (tooDeep != bypass) {
        emitOutOfLine(held, tooDeep, awaitCoroutineOf(direct.target()), join);
      }
    }
    if (direct.guarded() || (direct.counted() && !direct.needsCoroutine())) {
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
}
