package dev.fermata.compiler.emit;

import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.ATHROW;
import static org.objectweb.asm.Opcodes.IFNE;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.MONITOREXIT;

import dev.fermata.compiler.flow.VerificationType;
import dev.fermata.compiler.spill.FrameField;
import dev.fermata.compiler.spill.SpilledValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Emits the way of resumes from gate to gate, and from the last one to the suspension point.
 *
 * <pre>
 * gate:                                    // in the body: ILOAD state; IFNE dispatch'
 * dispatch':                               // switches on state, to an inner gate or to
 *   (restore the rest); state = 0; ALOAD in; INVOKESTATIC outcome; GOTO continuation
 * </pre>
 *
 * <p>A resume enters a loop by its header only. A jump into its body would make the loop
 * irreducible, and C2 would give up on all loops of the method. A resume enters a monitor by the
 * body's own {@code MONITORENTER}: HotSpot's {@code GenerateOopMap} pairs each exit with one entry,
 * and what it can't pair, or what can be left by an exception with a monitor, C2 does not compile.
 */
final class EmitGates {
  private final EntryContext context;
  private final ResumeCode code;
  private final InsnList out;
  private final Map<List<Gate>, LabelNode> cleanups = new LinkedHashMap<>();

  /**
   * A way from a gate to the next; resumes share it.
   *
   * @param next the next gate
   * @param object where the object of the next monitor is kept
   * @param entered the monitors that are entered already, the outermost first
   */
  private record Way(Gate next, @Nullable FrameField object, List<Gate> entered) {}

  private EmitGates(EntryContext context, ResumeCode code) {
    this.context = context;
    this.code = code;
    this.out = context.outOfLine();
  }

  static void run(EntryContext context, ResumeCode code, List<Held> points) {
    Map<Gate, List<Held>> byGate = new LinkedHashMap<>();
    for (Held held : points) {
      for (Gate gate : held.gates()) {
        byGate.computeIfAbsent(gate, g -> new ArrayList<>()).add(held);
      }
    }
    EmitGates emission = new EmitGates(context, code);
    byGate.forEach(emission::emitGate);
    emission.cleanups.forEach(emission::emitCleanup);
  }

  private void emitGate(Gate gate, List<Held> inside) {
    InsnList test = new InsnList();
    test.add(new VarInsnNode(ILOAD, context.layout().state()));
    test.add(new JumpInsnNode(IFNE, gate.dispatch()));
    context.entry().instructions.insert(gate.place(), test);

    out.add(gate.dispatch());
    map(gate);
    Map<Integer, LabelNode> targets = new LinkedHashMap<>();
    Map<Way, LabelNode> ways = new LinkedHashMap<>();
    Map<Held, LabelNode> landings = new LinkedHashMap<>();
    for (Held held : inside) {
      Way way = wayFrom(gate, held);
      LabelNode target =
          way != null
              ? ways.computeIfAbsent(way, w -> new LabelNode())
              : landings.computeIfAbsent(held, h -> new LabelNode());
      targets.put(held.state(), target);
    }
    boolean several = new LinkedHashSet<>(targets.values()).size() > 1;
    if (several) {
      switchOnState(targets);
    }
    ways.forEach(
        (way, label) -> {
          if (several) {
            out.add(label);
            map(gate);
          }
          goOn(gate, way);
        });
    landings.forEach(
        (held, label) -> {
          if (several) {
            out.add(label);
            map(gate);
          }
          land(gate, held);
        });
  }

  private static @Nullable Way wayFrom(Gate gate, Held held) {
    int index = held.gates().indexOf(gate) + 1;
    if (index == held.gates().size()) {
      return null;
    }
    Gate next = held.gates().get(index);
    return new Way(next, ResumeCode.objectOf(next, held), monitors(held.gates().subList(0, index)));
  }

  private static List<Gate> monitors(List<Gate> gates) {
    return gates.stream().filter(gate -> !gate.isLoop()).toList();
  }

  private void map(Gate gate) {
    out.add(context.stackMap(gate.localsBehind(context.layout()), gate.stackBehind()));
  }

  private void switchOnState(Map<Integer, LabelNode> targets) {
    out.add(new VarInsnNode(ILOAD, context.layout().state()));
    int[] states = targets.keySet().stream().mapToInt(Integer::intValue).toArray();
    LabelNode[] all = targets.values().toArray(LabelNode[]::new);
    int[] keys = Arrays.copyOf(states, states.length - 1);
    LabelNode[] labels = Arrays.copyOf(all, keys.length);
    LabelNode last = all[keys.length];
    int min = keys[0];
    int max = keys[keys.length - 1];
    if (max - min + 1 == keys.length) {
      out.add(new TableSwitchInsnNode(min, max, last, labels));
    } else {
      out.add(new LookupSwitchInsnNode(last, keys, labels));
    }
  }

  private void goOn(Gate from, Way way) {
    requireObjects(way.next.locals(context.layout()), way.entered);
    LabelNode start = mark();
    code.pop(from.stackBehind());
    if (way.object != null) {
      code.loadFrame();
    }
    code.zeroLocals(way.next, from.localsBehind(context.layout()));
    code.goTo(way.next, way.object);
    if (way.object != null) {
      coverFrom(start, way.entered);
    }
  }

  /** From the last gate to the suspension point. */
  private void land(Gate last, Held held) {
    List<Gate> entered = monitors(held.gates());
    requireObjects(last.localsBehind(context.layout()), entered);
    context.addLine(held.point().line());
    LabelNode start = mark();
    code.pop(last.stackBehind());
    Set<Integer> present = ResumeCode.carried(held);
    present.addAll(held.locks());
    List<SpilledValue> rest =
        held.spill().locals().stream().filter(v -> !present.contains(v.slot())).toList();
    boolean needsFrame =
        rest.stream().anyMatch(v -> v.field() != null)
            || held.spill().operands().stream().anyMatch(v -> v.field() != null);
    if (needsFrame) {
      code.loadFrame();
    }
    code.restore(rest);
    code.setState(0);
    code.pushOperands(held);
    if (needsFrame) {
      coverFrom(start, entered);
    }
    code.addOutcome(held);
  }

  /** The objects of monitors are where the gates have left them, all the way. */
  private static void requireObjects(Map<Integer, VerificationType> locals, List<Gate> monitors) {
    for (Gate monitor : monitors) {
      int slot = Objects.requireNonNull(monitor.lock()).var;
      if (!monitor.object().equals(locals.get(slot))) {
        throw new IllegalStateException("the object of a monitor is lost on a resume's way");
      }
    }
  }

  // What could fail on the way, as HotSpot sees it, leaves the monitors

  private LabelNode mark() {
    LabelNode label = new LabelNode();
    out.add(label);
    return label;
  }

  private void coverFrom(LabelNode start, List<Gate> entered) {
    if (!entered.isEmpty()) {
      LabelNode handler = cleanups.computeIfAbsent(entered, e -> new LabelNode());
      context.entry().tryCatchBlocks.add(new TryCatchBlockNode(start, mark(), handler, null));
    }
  }

  private void emitCleanup(List<Gate> entered, LabelNode handler) {
    Map<Integer, VerificationType> objects = new LinkedHashMap<>();
    List<Integer> slots = new ArrayList<>();
    for (Gate monitor : entered) {
      int slot = Objects.requireNonNull(monitor.lock()).var;
      objects.put(slot, monitor.object());
      slots.add(0, slot);
    }
    out.add(handler);
    out.add(context.stackMap(objects, List.of(VerificationType.object("java/lang/Throwable"))));
    for (int slot : slots) {
      out.add(new VarInsnNode(ALOAD, slot));
      out.add(new InsnNode(MONITOREXIT));
    }
    out.add(new InsnNode(ATHROW));
  }
}
