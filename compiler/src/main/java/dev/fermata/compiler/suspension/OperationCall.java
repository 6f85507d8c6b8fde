package dev.fermata.compiler.suspension;

import dev.fermata.compiler.RuntimeContract;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.MethodInsnNode;

/**
 * An awaited call of an operation of the runtime that has a function in {@link
 * RuntimeContract#OPERATIONS}.
 *
 * @param call the call as it stands
 */
public record OperationCall(MethodInsnNode call) implements AwaitedCall {
  private static final String SYNC = RuntimeContract.PACKAGE_PREFIX + "sync/";

  /** The operations, by the class that a call names. None of their names is overloaded there. */
  private static final Map<String, Set<String>> OPERATIONS =
      Map.of(
          RuntimeContract.FERMATA,
          Set.of("sleep", "yieldNow"),
          RuntimeContract.ASYNC_ITERATOR,
          Set.of(RuntimeContract.HAS_NEXT_ASYNC, RuntimeContract.NEXT_ASYNC),
          SYNC + "SendChannel",
          Set.of("send"),
          SYNC + "ReceiveChannel",
          Set.of("receive"),
          SYNC + "Channel",
          Set.of("send", "receive"),
          SYNC + "Queue",
          Set.of("put", "take"),
          SYNC + "Lock",
          Set.of("acquire"),
          SYNC + "Semaphore",
          Set.of("acquire"));

  /** The call, if it is one of those. */
  static @Nullable OperationCall of(MethodInsnNode call) {
    return OPERATIONS.getOrDefault(call.owner, Set.of()).contains(call.name)
        ? new OperationCall(call)
        : null;
  }

  /** The operations, for the check that the runtime has them. */
  public static Map<String, Set<String>> all() {
    return OPERATIONS;
  }

  /** The descriptor of the function: the receiver, the arguments, and the headroom. */
  public String descriptor() {
    StringBuilder descriptor = new StringBuilder("(");
    if (call.getOpcode() != Opcodes.INVOKESTATIC) {
      descriptor.append(Type.getObjectType(call.owner).getDescriptor());
    }
    for (Type argument : Type.getArgumentTypes(call.desc)) {
      descriptor.append(argument.getDescriptor());
    }
    return descriptor.append("I)Ljava/lang/Object;").toString();
  }
}
