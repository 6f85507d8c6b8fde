package dev.fermata.compiler.suspension;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * A place where an async method may be held.
 *
 * @param state its number in the method, from 1, in code order
 * @param await the call of {@code Fermata.await}
 * @param call the call right before it, where that may be done without an object; else null
 * @param line its source line, or 0 if unknown
 * @param locks the instructions that keep the objects of the monitors to release, the outermost
 *     first
 */
public record SuspensionPoint(
    int state,
    MethodInsnNode await,
    @Nullable AwaitedCall call,
    int line,
    List<VarInsnNode> locks) {}
