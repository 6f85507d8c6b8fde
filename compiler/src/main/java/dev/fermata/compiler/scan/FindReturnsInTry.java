package dev.fermata.compiler.scan;

import dev.fermata.compiler.diagnostic.Diagnostic;
import dev.fermata.compiler.diagnostic.DiagnosticCode;
import dev.fermata.compiler.diagnostic.DiagnosticSink;
import dev.fermata.compiler.scan.AsyncMethod.Style;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.LabelNode;
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

  /**
   * A try.
   *
   * @param firstHandler where the first handler stands: one try's catches share their ranges
   */
  private record TryRange(int start, int firstHandler) {}

  private final ClassNode owner;
  private final MethodFacts facts;
  private final MethodNode method;
  private final FinishedFutures finished;
  private final DiagnosticSink sink;

  private FindReturnsInTry(
      ClassNode owner, MethodFacts facts, FinishedFutures finished, DiagnosticSink sink) {
    this.owner = owner;
    this.facts = facts;
    this.method = facts.method();
    this.finished = finished;
    this.sink = sink;
  }

  /** Reports those of all async methods of a class, each in code order. */
  public static void run(ClassFacts facts, List<AsyncMethod> methods, DiagnosticSink sink) {
    FinishedFutures finished = new FinishedFutures(facts, methods);
    for (AsyncMethod async : methods) {
      if (RETURN_OTHERS.contains(async.style())) {
        new FindReturnsInTry(facts.owner(), facts.of(async.method()), finished, sink).look();
      }
    }
  }

  private void look() {
    if (method.tryCatchBlocks.stream().allMatch(block -> block.type == null)) {
      return;
    }
    Origins origins = facts.origins();
    if (origins == null) {
      return;
    }
    List<TryRange> ranges = ranges();
    for (AbstractInsnNode node : method.instructions) {
      if (node.getOpcode() == Opcodes.ARETURN
          && isInTry(node, ranges)
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

  private boolean isInTry(AbstractInsnNode node, List<TryRange> ranges) {
    int index = method.instructions.indexOf(node);
    return ranges.stream().anyMatch(range -> range.start <= index && index < range.firstHandler);
  }

  /** The tries whose catches stand in the source. */
  private List<TryRange> ranges() {
    InsnList code = method.instructions;
    Map<List<LabelNode>, Integer> firstHandlers = new HashMap<>();
    for (TryCatchBlockNode block : method.tryCatchBlocks) {
      firstHandlers.merge(List.of(block.start, block.end), code.indexOf(block.handler), Math::min);
    }
    List<TryRange> ranges = new ArrayList<>();
    for (TryCatchBlockNode block : method.tryCatchBlocks) {
      if (block.type != null && !facts.handlers().passesOnAll(block)) {
        int first = Objects.requireNonNull(firstHandlers.get(List.of(block.start, block.end)));
        ranges.add(new TryRange(code.indexOf(block.start), first));
      }
    }
    return ranges;
  }
}
