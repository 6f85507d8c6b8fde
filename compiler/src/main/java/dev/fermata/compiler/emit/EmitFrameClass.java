package dev.fermata.compiler.emit;

import static org.objectweb.asm.Opcodes.*;

import dev.fermata.compiler.RuntimeContract;
import dev.fermata.compiler.scan.AsyncMethod;
import dev.fermata.compiler.spill.FrameField;
import dev.fermata.compiler.spill.SpillPlan;
import dev.fermata.compiler.spill.SpillPlan.Spill;
import dev.fermata.compiler.spill.SpilledValue;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;

/**
 * Emits the class of an async method's continuation frames: typed fields for the spilled values,
 * the methods that fill them, the way back into the direct entry, and what a stack trace needs to
 * know.
 */
public final class EmitFrameClass {
  private final ClassNode owner;
  private final AsyncMethod async;
  private final SpillPlan plan;
  private final GeneratedClass frame;

  private EmitFrameClass(ClassNode owner, AsyncMethod async, SpillPlan plan) {
    this.owner = owner;
    this.async = async;
    this.plan = plan;
    this.frame =
        new GeneratedClass(
            owner,
            async.frameClass(),
            async.isGenerator()
                ? RuntimeContract.GENERATOR_FRAME
                : RuntimeContract.CONTINUATION_FRAME);
  }

  /** The bytes of the class. */
  public static byte[] run(
      ClassNode owner,
      AsyncMethod async,
      SpillPlan plan,
      List<Held> points,
      List<SpillMethod> methods) {
    EmitFrameClass emission = new EmitFrameClass(owner, async, plan);
    for (FrameField field : plan.fields()) {
      emission.frame.field(0, field.name(), field.descriptor());
    }
    emission.frame.constructor("()V", code -> {});
    emission.emitResume();
    emission.emitHandlesFailure(points);
    emission.emitLocation();
    methods.forEach(method -> emission.emitSpillMethod(method, points));
    return emission.frame.toByteArray();
  }

  private void emitResume() {
    emitResume(RuntimeContract.FRAME_RESUME_DESC, EmitFrameClass::pushHeadroom);
    if (async.isGenerator()) {
      // Who asks for an element resumes it, and may be deep in the stack.
      emitResume(RuntimeContract.FRAME_RESUME_WITHIN_DESC, code -> code.visitVarInsn(ILOAD, 2));
    }
  }

  private void emitResume(String descriptor, Consumer<MethodVisitor> pushHeadroom) {
    frame.method(
        ACC_PUBLIC,
        RuntimeContract.FRAME_RESUME,
        descriptor,
        code -> {
          for (Type parameter : async.parameters(owner.name)) {
            GeneratedClass.pushZero(code, parameter);
          }
          code.visitVarInsn(ALOAD, 0);
          code.visitVarInsn(ALOAD, 1);
          pushHeadroom.accept(code);
          invokeEntry(code, owner, async);
          ResultCode.boxResumed(code, async.result());
          code.visitInsn(ARETURN);
        });
  }

  /** Pushes the headroom of a fresh stack. */
  static void pushHeadroom(MethodVisitor code) {
    code.visitFieldInsn(
        GETSTATIC,
        RuntimeContract.CONTINUATIONS,
        RuntimeContract.HEADROOM,
        RuntimeContract.HEADROOM_DESC);
  }

  /** Calls the direct entry, whose arguments are on the stack; the result is an object. */
  static void callEntry(MethodVisitor code, ClassNode owner, AsyncMethod async) {
    invokeEntry(code, owner, async);
    ResultCode.box(code, async.result());
  }

  private static void invokeEntry(MethodVisitor code, ClassNode owner, AsyncMethod async) {
    boolean inInterface = (owner.access & Opcodes.ACC_INTERFACE) != 0;
    code.visitMethodInsn(
        INVOKESTATIC,
        owner.name,
        async.entryName(),
        async.entryDescriptor(owner.name),
        inInterface);
  }

  private void emitHandlesFailure(List<Held> points) {
    char[] bits = new char[(points.size() + 15) / 16];
    boolean all = true;
    for (Held held : points) {
      if (held.ranges().isEmpty() && held.locks().isEmpty()) {
        all = false;
      } else {
        int index = held.state() - 1;
        bits[index >> 4] |= (char) (1 << (index & 15));
      }
    }
    if (!all) { // what the superclass says
      frame.method(
          ACC_PUBLIC,
          RuntimeContract.FRAME_HANDLES_FAILURE,
          RuntimeContract.FRAME_HANDLES_FAILURE_DESC,
          code -> {
            code.visitLdcInsn(new String(bits));
            pushState(code);
            callRuntime(code, RuntimeContract.HANDLES, RuntimeContract.HANDLES_DESC);
            code.visitInsn(IRETURN);
          });
    }
  }

  private void emitLocation() {
    StringBuilder lines = new StringBuilder();
    for (Spill spill : plan.spills()) {
      lines.append((char) spill.point().line());
    }
    frame.method(
        ACC_PUBLIC,
        RuntimeContract.FRAME_LOCATION,
        RuntimeContract.FRAME_LOCATION_DESC,
        code -> {
          code.visitLdcInsn(owner.name.replace('/', '.'));
          code.visitLdcInsn(async.method().name);
          if (owner.sourceFile == null) {
            code.visitInsn(ACONST_NULL);
          } else {
            code.visitLdcInsn(owner.sourceFile);
          }
          code.visitLdcInsn(lines.toString());
          pushState(code);
          callRuntime(code, RuntimeContract.LOCATION, RuntimeContract.LOCATION_DESC);
          code.visitInsn(ARETURN);
        });
  }

  private void pushState(MethodVisitor code) {
    code.visitVarInsn(ALOAD, 0);
    code.visitFieldInsn(
        GETFIELD, frame.name(), RuntimeContract.FRAME_STATE, RuntimeContract.FRAME_STATE_DESC);
  }

  private static void callRuntime(MethodVisitor code, String name, String descriptor) {
    code.visitMethodInsn(INVOKESTATIC, RuntimeContract.CONTINUATIONS, name, descriptor, false);
  }

  private void emitSpillMethod(SpillMethod method, List<Held> points) {
    boolean emits = method.state() > 0 && points.get(method.state() - 1).emits();
    frame.method(
        ACC_STATIC, method.name(), method.descriptor(), code -> emitSpillCode(method, emits, code));
  }

  private void emitSpillCode(SpillMethod method, boolean emits, MethodVisitor code) {
    Type[] parameters = Type.getArgumentTypes(method.descriptor());
    int frameParameter = Stream.of(parameters).mapToInt(Type::getSize).sum() - 1;
    int typed = frameParameter + 1;
    Object[] locals =
        Stream.of(parameters).map(EmitFrameClass::stackMapEntry).toArray(Object[]::new);
    Object[] localsAndFrame = Stream.concat(Stream.of(locals), Stream.of(frame.name())).toArray();
    Label reuse = new Label();
    Label fill = new Label();
    code.visitVarInsn(ALOAD, frameParameter);
    code.visitJumpInsn(IFNONNULL, reuse);
    code.visitTypeInsn(NEW, frame.name());
    code.visitInsn(DUP);
    code.visitMethodInsn(INVOKESPECIAL, frame.name(), "<init>", "()V", false);
    code.visitVarInsn(ASTORE, typed);
    fill(method, typed, method.unchanged()::contains, code);
    code.visitJumpInsn(GOTO, fill);
    code.visitLabel(reuse);
    code.visitFrame(F_NEW, locals.length, locals, 0, new Object[0]);
    code.visitVarInsn(ALOAD, frameParameter);
    code.visitTypeInsn(CHECKCAST, frame.name());
    code.visitVarInsn(ASTORE, typed);
    if (method.state() > 0) {
      clearDeadReferences(method.state(), typed, code);
    }
    code.visitLabel(fill);
    code.visitFrame(F_NEW, localsAndFrame.length, localsAndFrame, 0, new Object[0]);
    fill(method, typed, field -> !method.unchanged().contains(field), code);
    if (method.state() > 0) {
      link(method, emits, typed, code);
    } else {
      code.visitVarInsn(ALOAD, typed);
      code.visitInsn(ARETURN);
    }
  }

  private void fill(
      SpillMethod method, int typed, Predicate<FrameField> which, MethodVisitor code) {
    int slot = 0;
    for (int i = 0; i <= method.values().size(); i++) {
      if (i == method.callee()) {
        slot += method.takesState() ? 2 : 1;
      }
      if (i < method.values().size()) {
        SpilledValue value = method.values().get(i);
        Type type = Type.getType(value.type().descriptor());
        if (value.field() != null && which.test(value.field())) {
          code.visitVarInsn(ALOAD, typed);
          code.visitVarInsn(type.getOpcode(ILOAD), slot);
          code.visitFieldInsn(
              PUTFIELD, frame.name(), value.field().name(), value.field().descriptor());
        }
        slot += type.getSize();
      }
    }
  }

  /**
   * Sets the state, links the frame to the callee's or gives the element that stands there, and
   * returns what says so: the frame, or that it is told on the side.
   */
  private void link(SpillMethod method, boolean emits, int typed, MethodVisitor code) {
    int calleeSlot =
        method.values().subList(0, method.callee()).stream()
            .mapToInt(value -> value.type().size())
            .sum();
    if (method.returned().isTyped()) {
      code.visitVarInsn(ALOAD, calleeSlot);
      code.visitVarInsn(ALOAD, typed);
      pushState(method, calleeSlot, code);
      code.visitMethodInsn(
          INVOKESTATIC,
          RuntimeContract.TYPED_RESULTS,
          RuntimeContract.SUSPEND_TYPED,
          RuntimeContract.SUSPEND_TYPED_DESC,
          false);
      code.visitLdcInsn(ResultCode.sentinel(method.returned()));
    } else {
      code.visitVarInsn(ALOAD, typed);
      pushState(method, calleeSlot, code);
      code.visitFieldInsn(
          PUTFIELD, frame.name(), RuntimeContract.FRAME_STATE, RuntimeContract.FRAME_STATE_DESC);
      code.visitVarInsn(ALOAD, calleeSlot);
      code.visitVarInsn(ALOAD, typed);
      if (emits) {
        callRuntime(code, RuntimeContract.EMIT, RuntimeContract.EMIT_FROM_DESC);
        code.visitVarInsn(ALOAD, typed);
      } else {
        callRuntime(code, RuntimeContract.SUSPEND, RuntimeContract.SUSPEND_DESC);
      }
    }
    code.visitInsn(method.returned().returnOpcode());
  }

  /**
   * A reused frame may hold references of another suspension point; what is dead at this one must
   * not be kept alive.
   */
  private void clearDeadReferences(int state, int typed, MethodVisitor code) {
    Spill spill = plan.spills().get(state - 1);
    Set<FrameField> live =
        Stream.concat(spill.operands().stream(), spill.locals().stream())
            .map(SpilledValue::field)
            .filter(Objects::nonNull)
            .collect(Collectors.toSet());
    for (FrameField field : plan.fields()) {
      if (field.isReference() && !live.contains(field)) {
        code.visitVarInsn(ALOAD, typed);
        code.visitInsn(ACONST_NULL);
        code.visitFieldInsn(PUTFIELD, frame.name(), field.name(), field.descriptor());
      }
    }
  }

  private static void pushState(SpillMethod method, int calleeSlot, MethodVisitor code) {
    if (method.takesState()) {
      code.visitVarInsn(ILOAD, calleeSlot + 1);
    } else {
      pushInt(code, method.state());
    }
  }

  private static void pushInt(MethodVisitor code, int value) {
    if (value <= 5) {
      code.visitInsn(ICONST_0 + value);
    } else {
      code.visitIntInsn(SIPUSH, value);
    }
  }

  private static Object stackMapEntry(Type type) {
    return switch (type.getSort()) {
      case Type.LONG -> Opcodes.LONG;
      case Type.FLOAT -> Opcodes.FLOAT;
      case Type.DOUBLE -> Opcodes.DOUBLE;
      case Type.ARRAY, Type.OBJECT -> type.getInternalName();
      default -> Opcodes.INTEGER;
    };
  }
}
