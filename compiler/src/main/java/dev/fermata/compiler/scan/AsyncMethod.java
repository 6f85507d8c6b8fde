package dev.fermata.compiler.scan;

import dev.fermata.compiler.RuntimeContract;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.MethodNode;

/**
 * A method or lambda body that is to be woven.
 *
 * @param method the method as its author's compiler made it
 * @param style what a call of it gives
 * @param entryName the name of its direct entry
 * @param frameClass the internal name of its continuation frame's class
 * @param coroutineClass the internal name of the class of its coroutines; only {@link Style#COLD}
 *     has one, and a hot method that may call itself
 * @param releaseMonitors whether it releases the monitors that it holds while it is held itself
 */
public record AsyncMethod(
    MethodNode method,
    Style style,
    String entryName,
    String frameClass,
    String coroutineClass,
    boolean releaseMonitors) {
  /** What a call of an async method gives. */
  public enum Style {
    /** A coroutine: the body has not started. */
    COLD,
    /** A future: the body has run up to its first suspension. */
    HOT,
    /** The same, in an instance of the declared subclass of {@code CompletableFuture}. */
    HOT_SUBCLASS,
    /** An async generator: an {@code AsyncIterable} whose iterators run the body. */
    ASYNC_GENERATOR,
    /** A plain generator: an {@code Iterable}, or an iterator of one. */
    GENERATOR,
    /**
     * The body of an {@code AsyncCallable}: nobody calls the method itself, and it returns a plain
     * value.
     */
    LAMBDA
  }

  /** Whether the body gives elements in place of a result. */
  public boolean isGenerator() {
    return style == Style.ASYNC_GENERATOR || style == Style.GENERATOR;
  }

  /** What its direct entry returns. */
  public ResultType result() {
    return style == Style.COLD || style == Style.HOT
        ? ResultType.declaredBy(method)
        : ResultType.OBJECT;
  }

  public boolean isStatic() {
    return (method.access & Opcodes.ACC_STATIC) != 0;
  }

  /** Whether its body has the monitor of the receiver, or of the class if it is static. */
  public boolean isSynchronized() {
    return (method.access & Opcodes.ACC_SYNCHRONIZED) != 0;
  }

  /** The internal name of the declared return type. */
  public String returnType() {
    return Type.getReturnType(method.desc).getInternalName();
  }

  /** The parameters, the receiver first if there is one. */
  public Type[] parameters(String owner) {
    return parameters(owner, method);
  }

  private static Type[] parameters(String owner, MethodNode method) {
    Type[] declared = Type.getArgumentTypes(method.desc);
    if ((method.access & Opcodes.ACC_STATIC) != 0) {
      return declared;
    }
    Type[] all = new Type[declared.length + 1];
    all[0] = Type.getObjectType(owner);
    System.arraycopy(declared, 0, all, 1, declared.length);
    return all;
  }

  /** How many slots the parameters take, the receiver included. */
  public int parameterSlots() {
    int slots = Type.getArgumentsAndReturnSizes(method.desc) >> 2;
    return isStatic() ? slots - 1 : slots;
  }

  /** The descriptor of the direct entry, which is static. */
  public String entryDescriptor(String owner) {
    return entryDescriptor(owner, method, result());
  }

  static String entryDescriptor(String owner, MethodNode method) {
    return entryDescriptor(owner, method, ResultType.declaredBy(method));
  }

  private static String entryDescriptor(String owner, MethodNode method, ResultType result) {
    StringBuilder descriptor = new StringBuilder("(");
    for (Type parameter : parameters(owner, method)) {
      descriptor.append(parameter.getDescriptor());
    }
    return descriptor
        .append(RuntimeContract.ENTRY_TAIL)
        .append(')')
        .append(result.returned().getDescriptor())
        .toString();
  }
}
