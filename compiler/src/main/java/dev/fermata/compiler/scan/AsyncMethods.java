package dev.fermata.compiler.scan;

import java.util.List;
import java.util.Set;
import org.objectweb.asm.tree.MethodNode;

/**
 * What is async in a class.
 *
 * @param woven the methods and lambda bodies to weave, in the order of the class
 * @param rejected the async methods that have an error; their diagnostics are reported
 */
public record AsyncMethods(List<AsyncMethod> woven, Set<MethodNode> rejected) {}
