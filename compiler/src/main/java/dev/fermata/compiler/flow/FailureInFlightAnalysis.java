package dev.fermata.compiler.flow;

import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Which closes of resources happen because of an exception, and where that exception is. It is a
 * local variable that is read after the close, and on every way to the close has
 *
 * <ul>
 *   <li>null, or an exception that was caught while the resource's variable already held the
 *       resource,
 *   <li>that the resource's body has not caught itself: on no way from its handler to the close is
 *       it kept through a body that ends there normally. A body is what a handler covers that
 *       closes the resource elsewhere, and does not go on to this close.
 * </ul>
 *
 * <p>Of several such variables the one that is thrown behind the close is taken, or else the one
 * that was caught by the last handler, which is the innermost in code that a compiler wrote. What
 * compilers make of try-with-resources and finally are special cases. A resource has to be in a
 * local variable.
 */
public final class FailureInFlightAnalysis {
  private final String owner;
  private final MethodNode method;
  private final ResourceCloses closes;
  private final LivenessAnalysis liveness;
  private final CaughtExceptionsAnalysis exceptions;

  FailureInFlightAnalysis(String owner, MethodNode method, Set<MethodInsnNode> calls) {
    this.owner = owner;
    this.method = method;
    this.closes = new ResourceCloses(method, calls);
    int stack = highestStack(owner, method);
    ControlFlowGraph graph = new ControlFlowGraph(method);
    this.liveness = new LivenessAnalysis(graph);
    this.exceptions = new CaughtExceptionsAnalysis(graph, closes, liveness, stack);
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
      return new FailureInFlightAnalysis(owner, method, closes).failures();
    } catch (TypeCheckException e) {
      return Map.of(); // a broken method is reported where it is woven
    }
  }

  private static int highestStack(String owner, MethodNode method) {
    int[] highest = {1}; // what a handler is entered with
    TypeAnalysis.walk(
        owner,
        method,
        new TypeAnalysis.Visitor() {
          @Override
          public void visit(AbstractInsnNode instruction, AnalysisFrame before) {
            highest[0] = Math.max(highest[0], before.stack().size());
          }

          @Override
          public void leave(AbstractInsnNode instruction, AnalysisFrame after) {
            highest[0] = Math.max(highest[0], after.stack().size());
          }
        });
    return highest[0];
  }

  private Map<MethodInsnNode, FailureInFlight> failures() {
    Map<AbstractInsnNode, Integer> slots = new HashMap<>();
    for (MethodInsnNode close : closes.calls()) {
      int slot = failureAt(close);
      if (slot >= 0) {
        slots.put(close, slot);
      }
    }
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
  }

  /** The variable of the exception because of which a close happens, or -1. */
  private int failureAt(MethodInsnNode close) {
    int number = closes.numberOf(close);
    Map<Integer, ExceptionValue> values = exceptions.at(close);
    if (values.isEmpty()) {
      return -1;
    }
    BitSet live = liveness.after(close);
    BitSet thrown = exceptions.thrownBehind(close);
    Comparator<Map.Entry<Integer, ExceptionValue>> isThrown =
        Comparator.comparing(
            local -> local.getValue().caught().keySet().stream().anyMatch(thrown::get));
    return values.entrySet().stream()
        .filter(local -> local.getKey() != closes.slotOf(number) && live.get(local.getKey()))
        .filter(local -> local.getValue().isInFlightAt(number))
        .max(
            isThrown
                .thenComparingInt(local -> lastHandler(local.getValue()))
                .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
        .map(Map.Entry::getKey)
        .orElse(-1);
  }

  private static int lastHandler(ExceptionValue value) {
    return value.caught().keySet().stream().mapToInt(handler -> handler).max().orElse(-1);
  }

  /** How many instructions and edges it took. */
  long steps() {
    return exceptions.steps();
  }
}
