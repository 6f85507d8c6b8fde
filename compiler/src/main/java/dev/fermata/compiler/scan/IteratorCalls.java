package dev.fermata.compiler.scan;

import dev.fermata.compiler.RuntimeContract;
import dev.fermata.compiler.verify.ClassHierarchy;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.MethodInsnNode;

/** Recognises the calls of which a {@code for} loop over an {@code Iterable} consists. */
record IteratorCalls(ClassHierarchy hierarchy) {
  private static final String ITERATOR = "java/util/Iterator";

  /** Whether a call gives an async iterator. */
  boolean makesAsyncIterator(MethodInsnNode call) {
    Type result = Type.getReturnType(call.desc);
    return call.name.equals("iterator")
        && result.getSort() == Type.OBJECT
        && (hierarchy.isCertainlySubtype(result.getInternalName(), RuntimeContract.ASYNC_ITERATOR)
            || hierarchy.isCertainlySubtype(call.owner, RuntimeContract.ASYNC_ITERABLE));
  }

  /**
   * Whether a call may give the iterator of a plain generator: that of an {@code Iterable}, or of a
   * class of a user's that is no collection.
   */
  boolean mayMakeGenerator(MethodInsnNode call) {
    return call.name.equals("iterator")
        && call.desc.equals("()Ljava/util/Iterator;")
        && isVirtual(call)
        && !makesAsyncIterator(call)
        && (call.owner.equals("java/lang/Iterable")
            || (!call.owner.startsWith("java/")
                && !hierarchy.isCertainlySubtype(call.owner, "java/util/Collection")));
  }

  /**
   * Whether this is {@code hasNext} or {@code next} of what may be declared as an iterator only.
   */
  boolean isStep(MethodInsnNode call) {
    return (asks(call) || (call.name.equals("next") && call.desc.equals("()Ljava/lang/Object;")))
        && isVirtual(call)
        && (call.owner.equals(ITERATOR)
            || hierarchy.isCertainlySubtype(call.owner, RuntimeContract.ASYNC_ITERATOR));
  }

  /** Whether this is a step of what is declared as an async iterator. */
  boolean isAsyncStep(MethodInsnNode call) {
    return isStep(call) && hierarchy.isCertainlySubtype(call.owner, RuntimeContract.ASYNC_ITERATOR);
  }

  /** Of the steps of an iterator: whether it asks for an element, and does not take it. */
  static boolean asks(MethodInsnNode call) {
    return call.name.equals("hasNext") && call.desc.equals("()Z");
  }

  static boolean isVirtual(MethodInsnNode call) {
    return call.getOpcode() == Opcodes.INVOKEINTERFACE || call.getOpcode() == Opcodes.INVOKEVIRTUAL;
  }
}
