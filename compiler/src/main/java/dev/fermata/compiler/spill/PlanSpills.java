package dev.fermata.compiler.spill;

import dev.fermata.compiler.flow.AnalysisFrame;
import dev.fermata.compiler.flow.ControlFlowGraph;
import dev.fermata.compiler.flow.LivenessAnalysis;
import dev.fermata.compiler.flow.TypeAnalysis;
import dev.fermata.compiler.flow.VerificationType;
import dev.fermata.compiler.flow.VerificationType.Sort;
import dev.fermata.compiler.spill.SpillPlan.Spill;
import dev.fermata.compiler.suspension.SuspensionPoint;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Assigns frame fields to the values that are live at each suspension point. A field has the exact
 * type of what it holds, so that a restore needs no cast (and can't fail for a class that the
 * method may not name). Values of one type share a field if they are never live at one point; a
 * variable keeps its field from point to point where it can.
 */
public final class PlanSpills {
  private final MethodNode method;
  private final List<FrameField> fields = new ArrayList<>();
  private final Map<String, FrameField> fieldOfVariable = new HashMap<>();
  private final Map<Character, Integer> counts = new HashMap<>();

  private PlanSpills(MethodNode method) {
    this.method = method;
  }

  /**
   * Makes the plan.
   *
   * @param owner the internal name of the class
   * @param method the method whose uninitialised objects are deferred
   * @param points its suspension points, in order
   */
  public static SpillPlan run(String owner, MethodNode method, List<SuspensionPoint> points) {
    return new PlanSpills(method).plan(owner, points);
  }

  private SpillPlan plan(String owner, List<SuspensionPoint> points) {
    Map<AbstractInsnNode, AnalysisFrame> frames = new HashMap<>();
    Set<AbstractInsnNode> awaits = new HashSet<>();
    points.forEach(point -> awaits.add(point.await()));
    TypeAnalysis.walk(
        owner,
        method,
        (node, before) -> {
          if (awaits.contains(node)) {
            frames.put(node, before.copy());
          }
        });
    ControlFlowGraph graph = new ControlFlowGraph(method);
    LivenessAnalysis liveness = new LivenessAnalysis(graph);
    List<Spill> spills = new ArrayList<>();
    for (SuspensionPoint point : points) {
      AnalysisFrame frame = Objects.requireNonNull(frames.get(point.await()));
      Set<FrameField> taken = new HashSet<>();
      BitSet live = liveness.after(point.await());
      List<SpilledValue> locals = new ArrayList<>();
      for (int slot = live.nextSetBit(0); slot >= 0; slot = live.nextSetBit(slot + 1)) {
        locals.add(spill(frame.local(slot), slot, "local " + slot, taken));
      }
      List<SpilledValue> operands = new ArrayList<>();
      for (int i = 0; i < frame.stack().size() - 1; i++) { // the topmost is what is awaited
        operands.add(spill(frame.stack().get(i), -1, "operand " + i, taken));
      }
      spills.add(new Spill(point, List.copyOf(operands), List.copyOf(locals), Set.of()));
    }
    return new SpillPlan(List.copyOf(fields), withUnchanged(graph, spills));
  }

  private List<Spill> withUnchanged(ControlFlowGraph graph, List<Spill> spills) {
    List<Set<FrameField>> unchanged = UnchangedValuesAnalysis.run(method, graph, spills);
    List<Spill> all = new ArrayList<>();
    for (int i = 0; i < spills.size(); i++) {
      Spill spill = spills.get(i);
      all.add(new Spill(spill.point(), spill.operands(), spill.locals(), unchanged.get(i)));
    }
    return List.copyOf(all);
  }

  private SpilledValue spill(
      VerificationType type, int slot, String variable, Set<FrameField> taken) {
    if (type.sort() == Sort.NULL) {
      return new SpilledValue(type, slot, null);
    }
    if (type.isUninitialized() || type.sort() == Sort.TOP) {
      throw new IllegalStateException(variable + " is " + type + " at a suspension point");
    }
    String descriptor = type.descriptor();
    String key = variable + " " + descriptor;
    FrameField field = fieldOfVariable.get(key);
    if (field == null || taken.contains(field)) {
      field = free(descriptor, taken);
    }
    if (field == null) {
      field = newField(descriptor);
    }
    taken.add(field);
    fieldOfVariable.put(key, field);
    return new SpilledValue(type, slot, field);
  }

  private @Nullable FrameField free(String descriptor, Set<FrameField> taken) {
    for (FrameField field : fields) {
      if (field.descriptor().equals(descriptor) && !taken.contains(field)) {
        return field;
      }
    }
    return null;
  }

  private FrameField newField(String descriptor) {
    char letter = descriptor.charAt(0);
    char prefix = letter == 'L' || letter == '[' ? 'r' : Character.toLowerCase(letter);
    int number = counts.merge(prefix, 1, Integer::sum) - 1;
    FrameField field = new FrameField("" + prefix + number, descriptor);
    fields.add(field);
    return field;
  }
}
