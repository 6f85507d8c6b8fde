package dev.fermata.compiler.scan;

import dev.fermata.compiler.diagnostic.Diagnostic;
import dev.fermata.compiler.diagnostic.DiagnosticCode;
import dev.fermata.compiler.diagnostic.DiagnosticSink;
import dev.fermata.compiler.flow.ControlFlowGraph;
import dev.fermata.compiler.flow.ControlFlowGraph.Block;
import dev.fermata.compiler.scan.AsyncMethod.Style;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Warns of a {@code java.util.concurrent.locks.Lock} that is held across an await. Such a lock
 * belongs to a thread: other tasks of that thread take it as well meanwhile, and a task that goes
 * on on another thread can't unlock it. Only a lock that the method itself unlocks behind the await
 * is told; of another one it is not known who does.
 */
public final class FindLocksAcrossAwaits {
  private final ClassNode owner;
  private final MethodNode method;
  private final ControlFlowGraph graph;
  private final HandlerAnalysis handlers;
  private final LockAnalysis locks;

  private FindLocksAcrossAwaits(ClassNode owner, MethodFacts facts, Origins origins) {
    this.owner = owner;
    this.method = facts.method();
    this.graph = facts.graph();
    this.handlers = facts.handlers();
    this.locks = new LockAnalysis(method, graph, origins);
  }

  /** Reports those of all async methods and lambdas of a class, each lock at its first await. */
  public static void run(ClassFacts facts, List<AsyncMethod> methods, DiagnosticSink sink) {
    for (AsyncMethod async : methods) {
      MethodNode method = async.method();
      // A plain generator stays on the thread of who iterates.
      if (async.style() != Style.GENERATOR && LockAnalysis.locks(method)) {
        MethodFacts known = facts.of(method);
        Origins origins = known.origins();
        if (origins != null) {
          new FindLocksAcrossAwaits(facts.owner(), known, origins).look(sink);
        }
      }
    }
  }

  private void look(DiagnosticSink sink) {
    Set<MethodInsnNode> reported = new HashSet<>();
    for (MethodInsnNode await : Awaits.in(method)) {
      for (MethodInsnNode lock : locks.held(await)) {
        if (locks.unlocksOf(lock).stream().anyMatch(unlock -> leads(await, unlock))
            && reported.add(lock)) {
          sink.report(
              new Diagnostic(
                  DiagnosticCode.LOCK_ACROSS_AWAIT,
                  "a lock of a thread is held across this await",
                  Places.of(owner, method, await),
                  List.of("locked at " + Places.of(owner, method, lock)),
                  "unlock before the await, or use dev.fermata.sync.Lock, which belongs to a task"));
        }
      }
    }
  }

  /** Whether control goes from one instruction on to another one. */
  private boolean leads(AbstractInsnNode from, AbstractInsnNode to) {
    Block start = graph.blockOf(from);
    Block end = graph.blockOf(to);
    boolean behind = method.instructions.indexOf(from) < method.instructions.indexOf(to);
    return (start == end && behind)
        || HandlerAnalysis.allSuccessors(start).stream()
            .map(next -> handlers.reachedFrom(graph.blocks().get(next)))
            .anyMatch(reached -> reached.get(end.index()));
  }
}
