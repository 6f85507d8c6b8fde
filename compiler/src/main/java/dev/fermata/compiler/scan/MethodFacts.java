package dev.fermata.compiler.scan;

import dev.fermata.compiler.flow.ControlFlowGraph;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The analyses of one method that several lints ask for: each is made when it is first asked for,
 * and once. Good as long as the method does not change; used by one thread.
 */
final class MethodFacts {
  private final ClassNode owner;
  private final MethodNode method;
  private @Nullable ControlFlowGraph graph;
  private @Nullable HandlerAnalysis handlers;
  private @Nullable Origins origins;
  private boolean originsKnown;
  private @Nullable ExceptionOutlets outlets;

  MethodFacts(ClassNode owner, MethodNode method) {
    this.owner = owner;
    this.method = method;
  }

  /** The method. */
  MethodNode method() {
    return method;
  }

  /** Its blocks. */
  ControlFlowGraph graph() {
    if (graph == null) {
      graph = new ControlFlowGraph(method);
    }
    return graph;
  }

  /** What its exception handlers do. */
  HandlerAnalysis handlers() {
    if (handlers == null) {
      handlers = new HandlerAnalysis(graph());
    }
    return handlers;
  }

  /** Where its values come from; null if it is broken, which is reported where it is woven. */
  @Nullable Origins origins() {
    if (!originsKnown) {
      origins = Origins.of(owner, method, graph());
      originsKnown = true;
    }
    return origins;
  }

  /** Where caught exceptions go on. */
  ExceptionOutlets outlets() {
    if (outlets == null) {
      outlets = ExceptionOutlets.of(method);
    }
    return outlets;
  }
}
