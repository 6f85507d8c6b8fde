package dev.fermata.compiler.suspension;

import dev.fermata.compiler.diagnostic.Diagnostic;
import dev.fermata.compiler.diagnostic.DiagnosticCode;
import dev.fermata.compiler.diagnostic.DiagnosticSink;
import dev.fermata.compiler.diagnostic.Location;
import dev.fermata.compiler.flow.MonitorAnalysis;
import dev.fermata.compiler.flow.MonitorAnalysis.Holding;
import dev.fermata.compiler.scan.AsyncMethod;
import dev.fermata.compiler.scan.Awaits;
import dev.fermata.compiler.scan.Places;
import java.util.List;
import org.objectweb.asm.Opcodes;
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
    boolean inMethod = (method.access & Opcodes.ACC_SYNCHRONIZED) != 0;
    for (MethodInsnNode await : Awaits.in(method)) {
      Holding held = monitors.at(await);
      boolean none = held.monitors().isEmpty();
      if ((!none || inMethod) && !releaseMonitors) {
        free = false;
        sink.report(
            none
                ? diagnostic(owner, method, await, "method", Places.of(owner, method))
                : diagnostic(
                    owner, method, await, "block", Places.of(owner, method, innermost(held))));
      } else if (!none && !held.certain()) {
        free = false;
        sink.report(unknown(owner, method, await, innermost(held)));
      }
    }
    return free;
  }

  private static AbstractInsnNode innermost(Holding held) {
    List<AbstractInsnNode> enters = held.enters();
    return enters.get(enters.size() - 1);
  }

  private static Diagnostic diagnostic(
      ClassNode owner, MethodNode method, MethodInsnNode await, String where, Location entered) {
    return new Diagnostic(
        DiagnosticCode.AWAIT_IN_SYNCHRONIZED,
        "await inside a synchronized " + where,
        Places.of(owner, method, await),
        List.of("monitor entered at " + entered),
        fix(method, where));
  }

  /** A lambda has no place for the annotation. */
  private static String fix(MethodNode method, String where) {
    boolean lambda = (method.access & Opcodes.ACC_SYNTHETIC) != 0;
    return "use dev.fermata.sync.Lock"
        + (lambda ? ", or" : ",")
        + " move the await out of the "
        + where
        + (lambda ? "" : ", or release the monitor meanwhile: @Async(releaseMonitors = true)");
  }

  private static Diagnostic unknown(
      ClassNode owner, MethodNode method, MethodInsnNode await, AbstractInsnNode monitor) {
    return new Diagnostic(
        DiagnosticCode.UNKNOWN_MONITORS,
        "the paths to the await hold different monitors, which can't be released",
        Places.of(owner, method, await),
        List.of("monitor entered at " + Places.of(owner, method, monitor)),
        "enter and leave monitors by synchronized blocks, as javac compiles them");
  }
}
