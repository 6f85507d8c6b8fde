package dev.fermata.compiler.scan;

import java.util.HashMap;
import java.util.Map;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** What the lints find out about the methods of a class, shared among them. */
public final class ClassFacts {
  private final ClassNode owner;
  private final Map<MethodNode, MethodFacts> facts = new HashMap<>();

  /** Makes those of a class whose methods stay as they are while the lints run. */
  public ClassFacts(ClassNode owner) {
    this.owner = owner;
  }

  /** The class. */
  ClassNode owner() {
    return owner;
  }

  /** Those of a method that has code. */
  MethodFacts of(MethodNode method) {
    return facts.computeIfAbsent(method, m -> new MethodFacts(owner, m));
  }
}
