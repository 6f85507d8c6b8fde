package dev.fermata.compiler.normalize;

import dev.fermata.compiler.flow.AnalysisFrame;
import dev.fermata.compiler.flow.ControlFlowGraph;
import dev.fermata.compiler.flow.Instructions;
import dev.fermata.compiler.flow.LivenessAnalysis;
import dev.fermata.compiler.flow.MonitorAnalysis;
import dev.fermata.compiler.flow.MonitorAnalysis.Monitor;
import dev.fermata.compiler.flow.StackMaps;
import dev.fermata.compiler.flow.TypeAnalysis;
import dev.fermata.compiler.flow.TypeCheckException;
import dev.fermata.compiler.flow.VerificationType;
import dev.fermata.compiler.flow.VerificationType.Sort;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Makes monitors that are held at an await fit to be released and entered again: the object of each
 * is in a local variable all the while, and a stack map stands where a resume goes in.
 *
 * <pre>
 * ALOAD 1; MONITORENTER     =>   ALOAD 1; (stack map) DUP; ASTORE lock; MONITORENTER
 * (await)                        (await); ALOAD lock; POP      // so that it is kept over the await
 * </pre>
 *
 * <p>javac and ecj keep the object already, for the exit; then only the stack map is added. The
 * type that it declares for the object is that of all later maps, so that a resume needs no cast.
 */
public final class KeepMonitorObjects {
  private final String owner;
  private final MethodNode method;
  private final MonitorAnalysis monitors;
  private final Map<AbstractInsnNode, List<MethodInsnNode>> awaitsOf = new LinkedHashMap<>();
  private final Map<AbstractInsnNode, VerificationType> types = new HashMap<>();

  private KeepMonitorObjects(String owner, MethodNode method) {
    this.owner = owner;
    this.method = method;
    this.monitors = new MonitorAnalysis(method);
  }

  /**
   * Rewrites a method in place.
   *
   * @param awaits its awaits, at each of which it is certain which monitors are held
   */
  public static void run(String owner, MethodNode method, List<MethodInsnNode> awaits) {
    new KeepMonitorObjects(owner, method).rewrite(awaits);
  }

  private void rewrite(List<MethodInsnNode> awaits) {
    for (MethodInsnNode await : awaits) {
      for (AbstractInsnNode enter : monitors.at(await).enters()) {
        awaitsOf.computeIfAbsent(enter, key -> new ArrayList<>()).add(await);
      }
    }
    if (awaitsOf.isEmpty()) {
      return;
    }
    TypeAnalysis.walk(
        owner,
        method,
        (node, before) -> {
          if (awaitsOf.containsKey(node)) {
            types.put(node, before.stack().get(before.stack().size() - 1));
          }
        });
    LivenessAnalysis liveness = new LivenessAnalysis(new ControlFlowGraph(method));
    List<AbstractInsnNode> without = new ArrayList<>();
    awaitsOf.forEach(
        (enter, held) -> {
          VerificationType kept = typeOfVariable(enter, held, liveness);
          if (kept == null) {
            without.add(enter);
          } else {
            types.put(enter, kept);
          }
        });
    without.forEach(this::addVariable);
    mapEntries();
  }

  /**
   * The type of the variable in which the object is while the monitor is held; null if there is
   * none that is used for the exit alone.
   */
  private @Nullable VerificationType typeOfVariable(
      AbstractInsnNode enter, List<MethodInsnNode> held, LivenessAnalysis liveness) {
    VarInsnNode store = MonitorAnalysis.lockVariable(enter);
    if (store == null || !held.stream().allMatch(a -> liveness.after(a).get(store.var))) {
      return null;
    }
    Set<VerificationType> declared = new HashSet<>();
    for (AbstractInsnNode node : method.instructions) {
      for (Monitor monitor : monitors.at(node).monitors()) {
        if (monitor.enter() == enter) {
          if (!monitor.variables().contains(store.var) || isOtherUse(node, store.var)) {
            return null;
          }
          if (node instanceof FrameNode map) {
            declared.add(AnalysisFrame.ofStackMap(map).local(store.var));
          }
        }
      }
    }
    declared.removeIf(type -> type.sort() == Sort.TOP);
    return declared.isEmpty()
        ? types.get(enter)
        : declared.size() == 1 ? declared.iterator().next() : null;
  }

  private static boolean isOtherUse(AbstractInsnNode node, int slot) {
    return node instanceof VarInsnNode load
        && load.getOpcode() == Opcodes.ALOAD
        && load.var == slot
        && Instructions.next(load.getNext()).getOpcode() != Opcodes.MONITOREXIT;
  }

  /** Keeps the object in a variable of its own, which is live at each await. */
  private void addVariable(AbstractInsnNode enter) {
    VerificationType type = Objects.requireNonNull(types.get(enter));
    if (type.isUninitialized()) {
      throw new TypeCheckException("the monitor of an uninitialised object is entered");
    }
    int slot = method.maxLocals++;
    InsnList keep = new InsnList();
    keep.add(new InsnNode(Opcodes.DUP));
    keep.add(new VarInsnNode(Opcodes.ASTORE, slot));
    method.instructions.insertBefore(enter, keep);
    for (MethodInsnNode await : Objects.requireNonNull(awaitsOf.get(enter))) {
      InsnList use = new InsnList();
      use.add(new VarInsnNode(Opcodes.ALOAD, slot));
      use.add(new InsnNode(Opcodes.POP));
      method.instructions.insert(await, use);
    }
    LivenessAnalysis liveness = new LivenessAnalysis(new ControlFlowGraph(method));
    Map<FrameNode, FrameNode> declared = new LinkedHashMap<>();
    for (AbstractInsnNode node : method.instructions) {
      if (node instanceof FrameNode map && liveness.before(map).get(slot)) {
        AnalysisFrame before = AnalysisFrame.ofStackMap(map);
        declared.put(
            map,
            StackMaps.node(
                slot + 1,
                s -> s == slot ? type : before.local(s),
                before.stack(),
                method.instructions));
      }
    }
    declared.forEach(method.instructions::set);
  }

  /**
   * Puts a stack map before each {@code DUP; ASTORE; MONITORENTER}, one after the other: the map of
   * an outer monitor may have changed the type of its object.
   */
  private void mapEntries() {
    awaitsOf
        .keySet()
        .forEach(enter -> mapEntry(entry(enter), Objects.requireNonNull(types.get(enter))));
  }

  private void mapEntry(AbstractInsnNode entry, VerificationType object) {
    List<FrameNode> maps = new ArrayList<>();
    TypeAnalysis.walk(
        owner,
        method,
        (node, before) -> {
          if (node == entry) {
            AnalysisFrame frame = before.copy();
            frame.pop();
            frame.push(object);
            maps.add(
                StackMaps.node(
                    frame.localCount(), frame::local, frame.stack(), method.instructions));
          }
        });
    maps.forEach(map -> insertMap(entry, map));
  }

  /** The {@code DUP} at which a resume goes in. */
  private static AbstractInsnNode entry(AbstractInsnNode enter) {
    AbstractInsnNode node = Objects.requireNonNull(MonitorAnalysis.lockVariable(enter));
    do {
      node = Objects.requireNonNull(node.getPrevious());
    } while (node.getOpcode() != Opcodes.DUP);
    return node;
  }

  private void insertMap(AbstractInsnNode entry, FrameNode map) {
    AbstractInsnNode node = entry.getPrevious();
    while (node != null && node.getOpcode() < 0) {
      if (node instanceof FrameNode) { // two maps at one place are an error
        method.instructions.insertBefore(entry, new InsnNode(Opcodes.NOP));
        break;
      }
      node = node.getPrevious();
    }
    method.instructions.insertBefore(entry, new LabelNode());
    method.instructions.insertBefore(entry, map);
  }
}
