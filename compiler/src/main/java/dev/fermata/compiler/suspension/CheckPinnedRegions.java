package dev.fermata.compiler.suspension;

import dev.fermata.compiler.diagnostic.Diagnostic;
import dev.fermata.compiler.diagnostic.DiagnosticCode;
import dev.fermata.compiler.diagnostic.DiagnosticSink;
import dev.fermata.compiler.flow.MonitorAnalysis;
import dev.fermata.compiler.scan.AsyncMethod;
import dev.fermata.compiler.scan.Awaits;
import dev.fermata.compiler.scan.Places;
import java.util.List;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Rejects awaits while a monitor is held: another thread, or another task on this one, would hold
 * it meanwhile. A method that releases its monitors may await there, if it is known which they are.
 */
public final class CheckPinnedRegions {
  private CheckPinnedRegions() {}

  /** Reports every await that is pinned; returns whether there was none. */
  public static boolean run(ClassNode owner, AsyncMethod async, DiagnosticSink sink) {
    return run(owner, async.method(), async.releaseMonitors(), sink);
  }

  /** As {@link #run(ClassNode, AsyncMethod, DiagnosticSink)}, of a method that is not woven. */
  public static boolean run(
      ClassNode owner, MethodNode method, boolean releaseMonitors, DiagnosticSink sink) {
    MonitorAnalysis monitors = new MonitorAnalysis(method);
    boolean free = true;
    for (MethodInsnNode await : Awaits.in(method)) {
      List<AbstractInsnNode> held = monitors.held(await);
      boolean releasable =
          releaseMonitors
              && held.stream().allMatch(enter -> MonitorAnalysis.lockVariable(enter) != null);
      if (!held.isEmpty() && !releasable) {
        free = false;
        sink.report(diagnostic(owner, method, await, held.get(held.size() - 1)));
      }
    }
    return free;
  }

  private static Diagnostic diagnostic(
      ClassNode owner, MethodNode method, MethodInsnNode await, AbstractInsnNode monitor) {
    return new Diagnostic(
        DiagnosticCode.AWAIT_IN_SYNCHRONIZED,
        "await inside a synchronized block",
        Places.of(owner, method, await),
        List.of("monitor entered at " + Places.of(owner, method, monitor)),
        "move the await out of the block, or release the monitor meanwhile:"
            + " @Async(releaseMonitors = true)");
  }
}
