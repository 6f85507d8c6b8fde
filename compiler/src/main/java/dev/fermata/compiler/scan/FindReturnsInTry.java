package dev.fermata.compiler.scan;

import dev.fermata.compiler.RuntimeContract;
import dev.fermata.compiler.diagnostic.Diagnostic;
import dev.fermata.compiler.diagnostic.DiagnosticCode;
import dev.fermata.compiler.diagnostic.DiagnosticSink;
import dev.fermata.compiler.flow.ControlFlowGraph;
import dev.fermata.compiler.scan.AsyncMethod.Style;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.analysis.SourceValue;

/**
 * Warns of {@code return other;} in a try whose catch would be expected to see other's failure: the
 * method is over when other is not done yet.
 *
 * <p>A return leaves the ranges of its try before its last instruction, and finally blocks stand
 * between. But compilers lay out a try in order, body, handlers and the rest; so what stands
 * between the start of a range and its first handler is in the try.
 */
public final class FindReturnsInTry {
  private static final Set<String> DONE =
      Set.of("completedFuture", "failedFuture", "completedStage", "failedStage");

  private final ClassNode owner;
  private final MethodNode method;
  private final DiagnosticSink sink;

  private FindReturnsInTry(ClassNode owner, MethodNode method, DiagnosticSink sink) {
    this.owner = owner;
    this.method = method;
    this.sink = sink;
  }

  /** Reports those of all async methods of a class, each in code order. */
  public static void run(ClassNode owner, List<AsyncMethod> methods, DiagnosticSink sink) {
    for (AsyncMethod async : methods) {
      // A future of the user's own class is often made by a method of that class, and done.
      if (async.style() == Style.COLD || async.style() == Style.HOT) {
        new FindReturnsInTry(owner, async.method(), sink).look();
      }
    }
  }

  private void look() {
    if (method.tryCatchBlocks.stream().allMatch(block -> block.type == null)) {
      return;
    }
    Origins origins = Origins.of(owner, method);
    if (origins == null) {
      return;
    }
    ControlFlowGraph graph = new ControlFlowGraph(method);
    for (AbstractInsnNode node : method.instructions) {
      if (node.getOpcode() == Opcodes.ARETURN
          && isInTry(node, graph)
          && origins.top(node, 1).stream().anyMatch(FindReturnsInTry::mayBePending)) {
        sink.report(
            Diagnostic.of(
                DiagnosticCode.RETURN_IN_TRY,
                Places.of(owner, method, node),
                "the catch of this try does not see a failure of what is returned",
                "await what is returned, inside completed(...) or completedFuture(...), or return"
                    + " it behind the try"));
      }
    }
  }

  private boolean isInTry(AbstractInsnNode node, ControlFlowGraph graph) {
    InsnList code = method.instructions;
    int index = code.indexOf(node);
    return method.tryCatchBlocks.stream()
        .filter(block -> block.type != null)
        .anyMatch(
            block ->
                code.indexOf(block.start) <= index
                    && index < firstHandler(block)
                    && !RethrownExceptions.passesOnAll(graph, method, block));
  }

  /** Where the first handler of the same try stands: one try's catches share their ranges. */
  private int firstHandler(TryCatchBlockNode block) {
    return method.tryCatchBlocks.stream()
        .filter(other -> other.start == block.start && other.end == block.end)
        .mapToInt(other -> method.instructions.indexOf(other.handler))
        .min()
        .orElseThrow();
  }

  private static boolean mayBePending(SourceValue value) {
    return value.insns.isEmpty() || value.insns.stream().anyMatch(FindReturnsInTry::mayBePending);
  }

  private static boolean mayBePending(AbstractInsnNode origin) {
    if (origin instanceof MethodInsnNode call) {
      boolean done =
          switch (call.owner) {
            case RuntimeContract.FERMATA -> call.name.equals(RuntimeContract.COMPLETED);
            case RuntimeContract.COMPLETABLE_FUTURE -> DONE.contains(call.name);
            default -> false;
          };
      return !done;
    }
    // A future that the method has made itself is usually completed by it too.
    return origin.getOpcode() != Opcodes.NEW && origin.getOpcode() != Opcodes.ACONST_NULL;
  }
}
