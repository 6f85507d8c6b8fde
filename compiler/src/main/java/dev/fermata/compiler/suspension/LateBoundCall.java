package dev.fermata.compiler.suspension;

import org.objectweb.asm.tree.MethodInsnNode;

/**
 * An awaited call whose target may turn out at run time to have a direct entry.
 *
 * @param call the call as it stands
 */
public record LateBoundCall(MethodInsnNode call) implements AwaitedCall {}
