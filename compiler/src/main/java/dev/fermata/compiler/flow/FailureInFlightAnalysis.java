package dev.fermata.compiler.flow;

import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.Frame;
import org.objectweb.asm.tree.analysis.SourceValue;

/**
 * Which closes of resources happen because of an exception, and where that exception is. It is a
 * local variable that is read after the close, and on every way to the close has
 *
 * <ul>
 *   <li>null, or an exception that was caught while the resource's variable already held the
 *       resource,
 *   <li>that the resource's body has not caught itself: no way from its handler to the close goes
 *       through a body that ends there normally. A body is what a handler covers that closes the
 *       resource elsewhere, and does not go on to this close.
 * </ul>
 *
 * <p>Of several such variables the one that is thrown behind the close is taken, or else the one
 * that was caught by the last handler, which is the innermost in code that a compiler wrote. What
 * compilers make of try-with-resources and finally are special cases. A resource has to be in a
 * local variable.
 */
public final class FailureInFlightAnalysis {
  private final MethodNode method;
  private final Set<MethodInsnNode> closes;
  private final ControlFlowGraph graph;
  private final LivenessAnalysis liveness;

  private FailureInFlightAnalysis(MethodNode method, Set<MethodInsnNode> closes) {
    this.method = method;
    this.closes = closes;
    this.graph = new ControlFlowGraph(method);
    this.liveness = new LivenessAnalysis(graph);
  }

  /**
   * Looks at the closes of a method.
   *
   * @param owner the internal name of its class
   * @param closes calls whose only operand is the resource
   * @return the exceptions; nothing for a close at a normal end
   */
  public static Map<MethodInsnNode, FailureInFlight> run(
      String owner, MethodNode method, Set<MethodInsnNode> closes) {
    if (closes.isEmpty() || method.tryCatchBlocks.isEmpty()) {
      return Map.of();
    }
    try {
      Map<MethodInsnNode, Integer> slots = new FailureInFlightAnalysis(method, closes).look(owner);
      Map<MethodInsnNode, FailureInFlight> failures = new HashMap<>();
      if (!slots.isEmpty()) {
        TypeAnalysis.walk(
            owner,
            method,
            (node, before) -> {
              Integer slot = slots.get(node);
              if (slot != null && before.local(slot).sort() == VerificationType.Sort.OBJECT) {
                failures.put((MethodInsnNode) node, new FailureInFlight(slot, before.local(slot)));
              }
            });
      }
      return Map.copyOf(failures);
    } catch (AnalyzerException | TypeCheckException e) {
      return Map.of(); // a broken method is reported where it is woven
    }
  }

  private Map<MethodInsnNode, Integer> look(String owner) throws AnalyzerException {
    Map<Integer, Resource> resources = new HashMap<>();
    Map<MethodInsnNode, Integer> slots = new HashMap<>();
    for (MethodInsnNode close : closes) {
      int slot = resourceOf(close);
      if (slot >= 0) {
        Resource resource = resources.get(slot);
        if (resource == null) {
          resource = new Resource(slot, SinceOpened.analyze(owner, method, slot));
          resources.put(slot, resource);
        }
        resource.failureAt(close).ifPresent(failure -> slots.put(close, failure));
      }
    }
    return slots;
  }

  /** The local variable that is loaded for a close, or -1. */
  private static int resourceOf(MethodInsnNode close) {
    AbstractInsnNode node = Instructions.previousOrNull(close.getPrevious());
    while (node != null && node.getOpcode() == Opcodes.CHECKCAST) {
      node = Instructions.previousOrNull(node.getPrevious());
    }
    return node != null && node.getOpcode() == Opcodes.ALOAD ? ((VarInsnNode) node).var : -1;
  }

  /** The closes of the resource in one local variable. */
  private final class Resource {
    private final int slot;
    private final Frame<SourceValue>[] frames;
    private final GuardedBodies bodies;

    Resource(int slot, Frame<SourceValue>[] frames) {
      this.slot = slot;
      this.frames = frames;
      Set<MethodInsnNode> own = new HashSet<>();
      closes.stream().filter(close -> resourceOf(close) == slot).forEach(own::add);
      this.bodies = new GuardedBodies(method, graph, slot, own);
    }

    Optional<Integer> failureAt(MethodInsnNode close) {
      Frame<SourceValue> before = frameAt(close);
      if (before == null) {
        return Optional.empty(); // never reached
      }
      BitSet live = liveness.after(close);
      Set<AbstractInsnNode> thrown = thrownBehind(close);
      Comparator<Integer> isThrown =
          Comparator.comparing(v -> before.getLocal(v).insns.stream().anyMatch(thrown::contains));
      return IntStream.range(0, before.getLocals())
          .filter(v -> v != slot && live.get(v) && isInFlight(before.getLocal(v), close))
          .boxed()
          .max(isThrown.thenComparingInt(v -> lastHandler(before.getLocal(v))));
    }

    private boolean isInFlight(SourceValue value, MethodInsnNode close) {
      List<LabelNode> handlers = handlersOf(value);
      return !handlers.isEmpty()
          && value.insns.stream()
              .allMatch(o -> o instanceof LabelNode || o.getOpcode() == Opcodes.ACONST_NULL)
          && handlers.stream().noneMatch(handler -> bodies.caughtInside(handler, close));
    }

    private int lastHandler(SourceValue value) {
      return handlersOf(value).stream().mapToInt(method.instructions::indexOf).max().orElse(-1);
    }

    /** The handlers whose exceptions may be thrown where control goes on normally. */
    private Set<AbstractInsnNode> thrownBehind(MethodInsnNode close) {
      Set<AbstractInsnNode> thrown = new HashSet<>();
      for (AbstractInsnNode node : bodies.behind(close)) {
        Frame<SourceValue> before = node.getOpcode() == Opcodes.ATHROW ? frameAt(node) : null;
        if (before != null) {
          thrown.addAll(handlersOf(before.getStack(before.getStackSize() - 1)));
        }
      }
      return thrown;
    }

    private @Nullable Frame<SourceValue> frameAt(AbstractInsnNode node) {
      return frames[method.instructions.indexOf(node)];
    }
  }

  private static List<LabelNode> handlersOf(SourceValue value) {
    return value.insns.stream()
        .filter(LabelNode.class::isInstance)
        .map(LabelNode.class::cast)
        .toList();
  }
}
