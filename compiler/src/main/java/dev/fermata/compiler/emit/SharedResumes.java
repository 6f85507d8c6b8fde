package dev.fermata.compiler.emit;

import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.ASTORE;
import static org.objectweb.asm.Opcodes.GOTO;

import dev.fermata.compiler.flow.VerificationType;
import dev.fermata.compiler.spill.SpilledValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * What the resumes of a method have in common where its code would be too large: the variables that
 * are kept in the same fields, and the outcome.
 *
 * <pre>
 * dispatch:                                // resumes that are not alike go their own way
 *   (restore the locals that any of them needs); switch on frame.state
 * alike:                                   // awaits in no loop, monitor or exception range
 *   ALOAD in; INVOKESTATIC outcome; switch on frame.state to the continuations
 * </pre>
 *
 * <p>A variable that is dead at a suspension point gets what its field happens to have.
 *
 * @param values the locals that are restored before the switch
 * @param alike the suspension points whose resumes share the outcome
 * @param start where these resumes begin
 */
record SharedResumes(List<SpilledValue> values, List<Held> alike, LabelNode start) {
  /** For fewer, a second switch is larger than what it saves. */
  private static final int LEAST = 3;

  /** Nothing, unless the method has to be small. */
  static SharedResumes of(EntryContext context, List<Held> points) {
    if (!context.economy().sharesResumes() || points.size() < LEAST) {
      return new SharedResumes(List.of(), List.of(), new LabelNode());
    }
    List<Held> straight = points.stream().filter(held -> held.gates().isEmpty()).toList();
    List<Held> alike = straight.stream().filter(held -> held.ranges().isEmpty()).toList();
    return new SharedResumes(
        common(straight), alike.size() < LEAST ? List.of() : alike, new LabelNode());
  }

  /** The values in whose slots there is never another one. */
  private static List<SpilledValue> common(List<Held> points) {
    Map<Integer, Set<SpilledValue>> bySlot = new HashMap<>();
    Set<SpilledValue> several = new LinkedHashSet<>();
    Set<SpilledValue> seen = new HashSet<>();
    for (Held held : points) {
      for (SpilledValue value : held.spill().locals()) {
        for (int i = 0; i < value.type().size(); i++) {
          bySlot.computeIfAbsent(value.slot() + i, slot -> new HashSet<>()).add(value);
        }
        if (!seen.add(value) && value.field() != null) {
          several.add(value);
        }
      }
    }
    Set<SpilledValue> mixed = new HashSet<>();
    bySlot.values().stream().filter(set -> set.size() > 1).forEach(mixed::addAll);
    several.removeAll(mixed);
    return List.copyOf(several);
  }

  boolean contains(Held held) {
    return !alike.isEmpty() && held.gates().isEmpty() && held.ranges().isEmpty();
  }

  /** Where the resume of a suspension point begins, behind the switch. */
  LabelNode labelOf(Held held) {
    return contains(held) ? start : new LabelNode();
  }

  /** The locals that have not been restored yet. */
  List<SpilledValue> restOf(Held held) {
    List<SpilledValue> rest = new ArrayList<>(held.spill().locals());
    rest.removeAll(values);
    return rest;
  }

  /** The types of the locals behind the switch. */
  Map<Integer, VerificationType> localsAnd(ResumeCode code) {
    Map<Integer, VerificationType> locals = new HashMap<>();
    values.forEach(value -> locals.put(value.slot(), value.type()));
    locals.put(code.typedFrame(), code.frameType());
    return locals;
  }

  /** Adds the resumes that share the outcome. */
  void emit(EntryContext context, ResumeCode code) {
    if (alike.isEmpty()) {
      return;
    }
    InsnList out = context.outOfLine();
    out.add(start);
    out.add(context.stackMap(localsAnd(code), List.of()));
    // Nothing handles a failure here, and so none comes.
    code.pushOutcome(List.of());
    List<LabelNode> labels =
        alike.stream().map(held -> goesOnAtOnce(held) ? held.landing() : new LabelNode()).toList();
    code.pushState();
    out.add(switchTo(labels));
    for (int i = 0; i < alike.size(); i++) {
      if (!goesOnAtOnce(alike.get(i))) {
        out.add(labels.get(i));
        out.add(context.stackMap(localsAnd(code), List.of(VerificationType.OBJECT)));
        goOn(alike.get(i), context, code);
      }
    }
  }

  private boolean goesOnAtOnce(Held held) {
    return held.spill().operands().isEmpty() && values.containsAll(held.spill().locals());
  }

  private TableSwitchInsnNode switchTo(List<LabelNode> labels) {
    int first = alike.get(0).state();
    LabelNode last = labels.get(labels.size() - 1);
    LabelNode[] table = new LabelNode[alike.get(alike.size() - 1).state() - first];
    Arrays.fill(table, last); // the states of others never come here
    for (int i = 0; i < labels.size() - 1; i++) {
      table[alike.get(i).state() - first] = labels.get(i);
    }
    return new TableSwitchInsnNode(first, first + table.length - 1, last, table);
  }

  /** The outcome is on the stack. */
  private void goOn(Held held, EntryContext context, ResumeCode code) {
    InsnList out = context.outOfLine();
    code.restore(restOf(held));
    if (!held.spill().operands().isEmpty()) {
      out.add(new VarInsnNode(ASTORE, context.layout().in()));
      code.pushOperands(held);
      out.add(new VarInsnNode(ALOAD, context.layout().in()));
    }
    out.add(new JumpInsnNode(GOTO, held.landing()));
  }
}
