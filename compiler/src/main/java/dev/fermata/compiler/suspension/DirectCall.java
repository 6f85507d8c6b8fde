package dev.fermata.compiler.suspension;

import dev.fermata.compiler.scan.AsyncMethod;
import dev.fermata.compiler.scan.AsyncMethod.Style;
import org.objectweb.asm.tree.MethodInsnNode;

/**
 * A call whose result is awaited at once and whose target is certain, so that the target's direct
 * entry may be called instead.
 *
 * @param call the call as it stands
 * @param target the async method that it calls
 * @param guarded whether it may be bypassed only where no mocking library is present: all but
 *     private methods
 * @param counted whether it may be part of a recursion, so that it takes of the headroom
 */
public record DirectCall(MethodInsnNode call, AsyncMethod target, boolean guarded, boolean counted)
    implements AwaitedCall {
  /**
   * Whether it needs a coroutine for when the stack is too deep: a hot target begins when it is
   * called.
   */
  public boolean needsCoroutine() {
    return counted && target.style() != Style.COLD;
  }
}
