package dev.fermata.compiler.suspension;

import dev.fermata.compiler.RuntimeContract;
import dev.fermata.compiler.flow.AnalysisFrame;
import dev.fermata.compiler.flow.Instructions;
import dev.fermata.compiler.flow.MonitorAnalysis;
import dev.fermata.compiler.flow.TypeAnalysis;
import dev.fermata.compiler.scan.AsyncMethod;
import dev.fermata.compiler.scan.Awaits;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/** Finds the suspension points of an async method, and which of them can call a direct entry. */
public final class CollectSuspensionPoints {
  /** A call site has fewer slots for arguments than a method, and some are needed. */
  private static final int MAX_LATE_SLOTS = 240;

  private final ClassNode owner;
  private final MethodNode method;
  private final Map<String, AsyncMethod> targets;
  private final RecursiveCalls recursive;
  private final Economy economy;
  private final Set<AbstractInsnNode> callsOnReceiver =
      Collections.newSetFromMap(new IdentityHashMap<>());

  private CollectSuspensionPoints(
      ClassNode owner,
      MethodNode method,
      Map<String, AsyncMethod> targets,
      RecursiveCalls recursive,
      Economy economy) {
    this.owner = owner;
    this.method = method;
    this.targets = targets;
    this.recursive = recursive;
    this.economy = economy;
  }

  /**
   * Finds all of them.
   *
   * @param method the method as it was read
   * @param targets the async methods of the class that are woven with this one, by name and
   *     descriptor
   * @param recursive which calls among them may be part of a recursion
   * @param economy what is given up so that the code is smaller
   */
  public static List<SuspensionPoint> run(
      ClassNode owner,
      MethodNode method,
      Map<String, AsyncMethod> targets,
      RecursiveCalls recursive,
      Economy economy) {
    return new CollectSuspensionPoints(owner, method, targets, recursive, economy).collect();
  }

  private List<SuspensionPoint> collect() {
    List<MethodInsnNode> awaits = Awaits.in(method);
    if (!awaits.isEmpty()) {
      TypeAnalysis.walk(owner.name, method, this::noteCallOnReceiver);
    }
    MonitorAnalysis monitors = new MonitorAnalysis(method);
    List<SuspensionPoint> points = new ArrayList<>();
    for (MethodInsnNode await : awaits) {
      MethodInsnNode call = awaitedCall(await);
      points.add(
          new SuspensionPoint(
              points.size() + 1,
              await,
              call == null ? null : withoutObject(call),
              Instructions.line(await),
              monitors.at(await).enters().stream()
                  .map(enter -> Objects.requireNonNull(MonitorAnalysis.lockVariable(enter)))
                  .toList()));
    }
    return List.copyOf(points);
  }

  /** How a call whose result is awaited may be done without an object; null if it can't be. */
  private @Nullable AwaitedCall withoutObject(MethodInsnNode call) {
    DirectCall direct = directCall(call);
    if (direct != null) {
      return direct;
    }
    OperationCall operation = OperationCall.of(call);
    return operation == null && economy.linksLate() && mayBeAsync(call)
        ? new LateBoundCall(call)
        : operation;
  }

  private void noteCallOnReceiver(AbstractInsnNode node, AnalysisFrame before) {
    if (node instanceof MethodInsnNode call && call.getOpcode() != Opcodes.INVOKESTATIC) {
      int below = before.stack().size() - Type.getArgumentTypes(call.desc).length - 1;
      if (below >= 0 && before.stack().get(below).isReceiver()) {
        callsOnReceiver.add(call);
      }
    }
  }

  /** The call whose result is awaited at once. */
  private @Nullable MethodInsnNode awaitedCall(MethodInsnNode await) {
    AbstractInsnNode before = await.getPrevious();
    while (before instanceof LineNumberNode
        || (before instanceof LabelNode label && !isTarget(label))) {
      before = before.getPrevious();
    }
    return before instanceof MethodInsnNode call ? call : null;
  }

  private @Nullable DirectCall directCall(MethodInsnNode call) {
    if (!call.owner.equals(owner.name) || !economy.callsDirectly()) {
      return null;
    }
    AsyncMethod target = targets.get(call.name + call.desc);
    if (target == null || !isCertain(call, target)) {
      return null;
    }
    return new DirectCall(
        call,
        target,
        (target.method().access & Opcodes.ACC_PRIVATE) == 0,
        recursive.contains(method, target.method()));
  }

  /**
   * Whether a call may turn out to be one of an async method. What the JDK and the runtime declare
   * is none, and what this class declares and can't be overridden is known.
   */
  private boolean mayBeAsync(MethodInsnNode call) {
    if (call.name.startsWith("<")
        || Type.getArgumentsAndReturnSizes(call.desc) >> 2 > MAX_LATE_SLOTS
        || RuntimeContract.declaresNoAsyncMethods(call.owner)) {
      return false;
    }
    return !call.owner.equals(owner.name)
        || owner.methods.stream()
            .noneMatch(
                declared ->
                    declared.name.equals(call.name)
                        && declared.desc.equals(call.desc)
                        && (declared.access & (Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE)) != 0
                        && !targets.containsKey(call.name + call.desc));
  }

  /**
   * A static, private or final method has no override; and a receiver that may be null would fail
   * later than it should.
   */
  private boolean isCertain(MethodInsnNode call, AsyncMethod target) {
    if (call.getOpcode() == Opcodes.INVOKESTATIC) {
      return target.isStatic();
    }
    boolean exact = (target.method().access & (Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL)) != 0;
    boolean last = (owner.access & Opcodes.ACC_FINAL) != 0;
    return (exact || last) && callsOnReceiver.contains(call);
  }

  /**
   * Whether a label is more than a line's: control joins there, or exception ranges begin or end.
   */
  private boolean isTarget(LabelNode label) {
    for (TryCatchBlockNode block : method.tryCatchBlocks) {
      if (block.start == label || block.end == label || block.handler == label) {
        return true;
      }
    }
    // Every jump's target has a stack map, and the map stands behind the label.
    AbstractInsnNode node = label;
    while (node != null && node.getOpcode() < 0) {
      if (node.getType() == AbstractInsnNode.FRAME) {
        return true;
      }
      node = node.getNext();
    }
    return false;
  }
}
