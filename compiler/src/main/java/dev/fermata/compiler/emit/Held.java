package dev.fermata.compiler.emit;

import dev.fermata.compiler.RuntimeContract;
import dev.fermata.compiler.flow.VerificationType;
import dev.fermata.compiler.scan.ResultType;
import dev.fermata.compiler.spill.SpillPlan.Spill;
import dev.fermata.compiler.spill.SpilledValue;
import dev.fermata.compiler.suspension.SuspensionPoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/**
 * A suspension point with all that is known of it before the code is changed.
 *
 * @param spill what is kept there
 * @param arguments the types of the arguments of the call that a direct call replaces, the receiver
 *     first
 * @param ranges the exception ranges around it
 * @param gates what a resume goes through: the headers of the loops around it, and the places where
 *     the monitors are entered that are held, the outermost first
 * @param result what the call gives that is awaited: a primitive, or an object
 * @param unboxing the instructions behind the await that take the primitive out of the awaited box,
 *     where the call gives the primitive itself; empty if they stay
 * @param continuation where the body goes on with the awaited value on the stack
 * @param landing where an awaited object goes that did not come from a direct entry: the
 *     continuation, or what unboxes it before that
 */
public record Held(
    Spill spill,
    List<VerificationType> arguments,
    List<TryCatchBlockNode> ranges,
    List<Gate> gates,
    ResultType result,
    List<AbstractInsnNode> unboxing,
    LabelNode continuation,
    LabelNode landing) {
  SuspensionPoint point() {
    return spill.point();
  }

  /** Whether the body gives an element here, and is held without asking. */
  boolean emits() {
    return point().await().name.equals(RuntimeContract.EMIT);
  }

  int state() {
    return point().state();
  }

  /** The type of the awaited value at the continuation. */
  VerificationType awaited() {
    return unboxing.isEmpty() ? VerificationType.OBJECT : result.verificationType();
  }

  /** The slots of the objects whose monitors are held, the outermost first. */
  List<Integer> locks() {
    return point().locks().stream().map(lock -> lock.var).toList();
  }

  /** The types of the live locals, by slot. */
  Map<Integer, VerificationType> locals() {
    Map<Integer, VerificationType> locals = new LinkedHashMap<>();
    for (SpilledValue value : spill.locals()) {
      locals.put(value.slot(), value.type());
    }
    return locals;
  }

  /** The types of the operands below, and others above them. */
  List<VerificationType> stackWith(List<VerificationType> above) {
    List<VerificationType> stack = new ArrayList<>();
    for (SpilledValue value : spill.operands()) {
      stack.add(value.type());
    }
    stack.addAll(above);
    return stack;
  }
}
