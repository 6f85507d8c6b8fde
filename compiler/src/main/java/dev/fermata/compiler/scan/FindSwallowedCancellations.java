package dev.fermata.compiler.scan;

import dev.fermata.compiler.RuntimeContract;
import dev.fermata.compiler.diagnostic.Diagnostic;
import dev.fermata.compiler.diagnostic.DiagnosticCode;
import dev.fermata.compiler.diagnostic.DiagnosticSink;
import dev.fermata.compiler.flow.Instructions;
import dev.fermata.compiler.scan.AsyncMethod.Style;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/**
 * Warns of {@code catch (Throwable t)} or {@code catch (Error e)} around an await, where the
 * cancellation of the task would end: the handler does not pass it on. Handlers without a type are
 * not looked at; compilers make them for finally, and they throw again.
 */
public final class FindSwallowedCancellations {
  private static final Set<String> CATCHING =
      Set.of("java/lang/Throwable", "java/lang/Error", RuntimeContract.TASK_CANCELLED);

  private final ClassNode owner;
  private final MethodFacts facts;
  private final MethodNode method;
  private final Map<LabelNode, CaughtCancellation> caught = new HashMap<>();
  private final Set<LabelNode> reported = new HashSet<>();

  private FindSwallowedCancellations(ClassNode owner, MethodFacts facts) {
    this.owner = owner;
    this.facts = facts;
    this.method = facts.method();
  }

  /** Reports those of all async methods and lambdas of a class. */
  public static void run(ClassFacts facts, List<AsyncMethod> methods, DiagnosticSink sink) {
    for (AsyncMethod async : methods) {
      MethodNode method = async.method();
      if (async.style() != Style.GENERATOR
          && method.tryCatchBlocks.stream().anyMatch(FindSwallowedCancellations::catches)) {
        new FindSwallowedCancellations(facts.owner(), facts.of(method)).look(sink);
      }
    }
  }

  private static boolean catches(TryCatchBlockNode block) {
    return block.type != null && CATCHING.contains(block.type);
  }

  private void look(DiagnosticSink sink) {
    for (MethodInsnNode await : Awaits.in(method)) {
      if (await.name.equals(RuntimeContract.EMIT)) {
        continue; // a generator that is held there belongs to no task
      }
      TryCatchBlockNode swallowing = swallowing(await);
      if (swallowing != null && reported.add(swallowing.handler)) {
        AbstractInsnNode start = Instructions.next(swallowing.handler);
        sink.report(
            new Diagnostic(
                DiagnosticCode.CANCELLATION_SWALLOWED,
                "this catch swallows the cancellation of the task",
                Places.of(owner, method, start),
                List.of("it is delivered at " + Places.of(owner, method, await)),
                "catch Exception instead, or throw again what is a TaskCancelled"));
      }
    }
  }

  /** The handler at which a cancellation that is delivered at an await ends, or null. */
  private @Nullable TryCatchBlockNode swallowing(AbstractInsnNode await) {
    int index = method.instructions.indexOf(await);
    List<TryCatchBlockNode> passed = new ArrayList<>();
    for (TryCatchBlockNode block : method.tryCatchBlocks) {
      if (catches(block)
          && method.instructions.indexOf(block.start) <= index
          && index < method.instructions.indexOf(block.end)
          && passed.stream().noneMatch(other -> areOfOneTry(other, block))) {
        passed.add(block);
        if (!RuntimeContract.TASK_CANCELLED.equals(block.type) && !isPassedOn(block, await)) {
          return block;
        }
      }
    }
    return null;
  }

  private static boolean areOfOneTry(TryCatchBlockNode one, TryCatchBlockNode other) {
    return one.start == other.start && one.end == other.end;
  }

  private boolean isPassedOn(TryCatchBlockNode block, AbstractInsnNode await) {
    return caught
        .computeIfAbsent(block.handler, handler -> new CaughtCancellation(facts, handler))
        .isPassedOn(await);
  }
}
