package dev.fermata.compiler.emit;

import dev.fermata.compiler.scan.AsyncMethod;
import dev.fermata.compiler.spill.SpillPlan;
import dev.fermata.compiler.suspension.SuspensionPoint;
import java.util.List;
import org.objectweb.asm.tree.ClassNode;

/**
 * Looks on while the methods of a class are woven, and changes nothing. A class may be woven
 * several times, without the methods that turned out to be unfit; what is told last of a method
 * counts.
 */
public interface MethodObserver {
  /** Looks at nothing. */
  MethodObserver NONE = new MethodObserver() {};

  /** Called when a method's suspension points are known; its body is as its author wrote it. */
  default void collected(ClassNode owner, AsyncMethod async, List<SuspensionPoint> points) {}

  /**
   * Called for a method that has suspension points, when all is known of them and none is
   * rewritten.
   */
  default void analyzed(EntryContext context, SpillPlan plan, List<Held> held) {}
}
