package dev.fermata.compiler.suspension;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.MethodInsnNode;

/**
 * A place where an async method may be held.
 *
 * @param state its number in the method, from 1, in code order
 * @param await the call of {@code Fermata.await}
 * @param direct the call right before it, where its target's direct entry may be called; else null
 * @param line its source line, or 0 if unknown
 */
public record SuspensionPoint(
    int state, MethodInsnNode await, @Nullable DirectCall direct, int line) {}
