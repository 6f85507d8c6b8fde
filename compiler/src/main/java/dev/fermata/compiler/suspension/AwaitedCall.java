package dev.fermata.compiler.suspension;

import org.objectweb.asm.tree.MethodInsnNode;

/** A call whose result is awaited at once, where that may need no object. */
public sealed interface AwaitedCall permits DirectCall, LateBoundCall, OperationCall {
  /** The call as it stands. */
  MethodInsnNode call();
}
