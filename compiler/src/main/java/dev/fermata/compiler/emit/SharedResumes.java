package dev.fermata.compiler.emit;

import static org.objectweb.asm.Opcodes.GOTO;

import dev.fermata.compiler.flow.VerificationType;
import dev.fermata.compiler.spill.SpilledValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;

/**
 * What the resumes of a method have in common where its code would be too large: the variables that
 * are kept in the same fields, the operands and the outcome.
 *
 * <pre>
 * dispatch:                                // resumes that are not alike go their own way
 *   (restore the locals that any of them needs); switch on frame.state
 * alike:                                   // awaits in no loop, monitor or exception range
 *   (push the operands); ALOAD in; INVOKESTATIC outcome; switch on frame.state to the continuations
 * </pre>
 *
 * <p>A variable that is dead at a suspension point gets what its field happens to have.
 *
 * @param values the locals that are restored before the switch
 * @param groups the suspension points whose resumes share the operands and the outcome
 */
record SharedResumes(List<SpilledValue> values, List<Group> groups) {
  /** For fewer, a second switch is larger than what it saves. */
  private static final int LEAST = 3;

  /** Resumes that have the same operands; they begin at a label. */
  record Group(List<Held> points, LabelNode start) {}

  /** Nothing, unless the method has to be small. */
  static SharedResumes of(EntryContext context, List<Held> points) {
    if (!context.economy().sharesCode() || points.size() < LEAST) {
      return new SharedResumes(List.of(), List.of());
    }
    List<Held> straight = points.stream().filter(held -> held.gates().isEmpty()).toList();
    Map<List<SpilledValue>, List<Held>> byOperands = new LinkedHashMap<>();
    for (Held held : straight) {
      if (held.ranges().isEmpty()) {
        byOperands
            .computeIfAbsent(held.spill().operands(), operands -> new ArrayList<>())
            .add(held);
      }
    }
    return new SharedResumes(
        common(straight),
        byOperands.values().stream()
            .filter(group -> group.size() >= LEAST)
            .map(group -> new Group(group, new LabelNode()))
            .toList());
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

  private @Nullable Group groupOf(Held held) {
    for (Group group : groups) {
      Held first = group.points.get(0);
      if (held.gates().isEmpty()
          && held.ranges().isEmpty()
          && held.spill().operands().equals(first.spill().operands())) {
        return group;
      }
    }
    return null;
  }

  boolean contains(Held held) {
    return groupOf(held) != null;
  }

  /** Where the resume of a suspension point begins, behind the switch. */
  LabelNode labelOf(Held held) {
    Group group = groupOf(held);
    return group == null ? new LabelNode() : group.start;
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

  /** Adds the resumes that are alike. */
  void emit(EntryContext context, ResumeCode code) {
    groups.forEach(group -> emit(group, context, code));
  }

  private void emit(Group group, EntryContext context, ResumeCode code) {
    InsnList out = context.outOfLine();
    out.add(group.start);
    out.add(context.stackMap(localsAnd(code), List.of()));
    code.pushOperands(group.points.get(0));
    // Nothing handles a failure here, and so none comes.
    code.pushOutcome(List.of());
    List<LabelNode> labels =
        group.points.stream()
            .map(held -> restOf(held).isEmpty() ? held.landing() : new LabelNode())
            .toList();
    code.pushState();
    out.add(switchTo(group.points, labels));
    for (int i = 0; i < labels.size(); i++) {
      Held held = group.points.get(i);
      List<SpilledValue> rest = restOf(held);
      if (!rest.isEmpty()) {
        out.add(labels.get(i));
        out.add(
            context.stackMap(localsAnd(code), held.stackWith(List.of(VerificationType.OBJECT))));
        code.restore(rest);
        out.add(new JumpInsnNode(GOTO, held.landing()));
      }
    }
  }

  private static TableSwitchInsnNode switchTo(List<Held> points, List<LabelNode> labels) {
    int first = points.get(0).state();
    LabelNode last = labels.get(labels.size() - 1);
    LabelNode[] table = new LabelNode[points.get(points.size() - 1).state() - first];
    Arrays.fill(table, last); // the states of others never come here
    for (int i = 0; i < labels.size() - 1; i++) {
      table[points.get(i).state() - first] = labels.get(i);
    }
    return new TableSwitchInsnNode(first, first + table.length - 1, last, table);
  }
}
