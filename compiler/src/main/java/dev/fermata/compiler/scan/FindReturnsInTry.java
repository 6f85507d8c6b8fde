package dev.fermata.compiler.scan;

import dev.fermata.compiler.diagnostic.Diagnostic;
import dev.fermata.compiler.diagnostic.DiagnosticCode;
import dev.fermata.compiler.diagnostic.DiagnosticSink;
import dev.fermata.compiler.flow.ControlFlowGraph;
import dev.fermata.compiler.scan.AsyncMethod.Style;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/**
 * Warns of {@code return other;} in a try whose catch would be expected to see other's failure: the
 * method is over when other is not done yet.
 *
 * <p>A return leaves the ranges of its try before its last instruction, and finally blocks stand
 * between. But compilers lay out a try in order, body, handlers and the rest; so what stands
 * between the start of a range and its first handler is in the try.
 */
public final class FindReturnsInTry {
  private static final Set<Style> RETURN_OTHERS =
      EnumSet.of(Style.COLD, Style.HOT, Style.HOT_SUBCLASS);

  private final ClassNode owner;
  private final MethodNode method;
  private final FinishedFutures finished;
  private final DiagnosticSink sink;

  private FindReturnsInTry(
      ClassNode owner, MethodNode method, FinishedFutures finished, DiagnosticSink sink) {
    this.owner = owner;
    this.method = method;
    this.finished = finished;
    this.sink = sink;
  }

  /** Reports those of all async methods of a class, each in code order. */
  public static void run(ClassNode owner, List<AsyncMethod> methods, DiagnosticSink sink) {
    FinishedFutures finished = new FinishedFutures(owner, methods);
    for (AsyncMethod async : methods) {
      if (RETURN_OTHERS.contains(async.style())) {
        new FindReturnsInTry(owner, async.method(), finished, sink).look();
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
          && origins.top(node, 1).stream().anyMatch(finished::mayBePending)) {
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
}
