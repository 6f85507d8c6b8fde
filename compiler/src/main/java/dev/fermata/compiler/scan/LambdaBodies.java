package dev.fermata.compiler.scan;

import dev.fermata.compiler.RuntimeContract;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Which methods of a class are the bodies of lambdas, and of which functional interfaces. */
public final class LambdaBodies {
  private static final String METAFACTORY = "java/lang/invoke/LambdaMetafactory";

  private final Map<String, Set<String>> interfacesByBody = new HashMap<>();

  /** Looks at all {@code invokedynamic} instructions of a class. */
  LambdaBodies(ClassNode owner) {
    for (MethodNode method : owner.methods) {
      for (AbstractInsnNode node : method.instructions) {
        Handle body = bodyOf(node);
        if (body != null && body.getOwner().equals(owner.name)) {
          String type = Type.getReturnType(((InvokeDynamicInsnNode) node).desc).getInternalName();
          interfacesByBody
              .computeIfAbsent(body.getName() + body.getDesc(), key -> new HashSet<>())
              .add(type);
        }
      }
    }
  }

  /** The method that an instruction makes a lambda or a method reference of, or null. */
  public static @Nullable Handle bodyOf(AbstractInsnNode node) {
    if (node instanceof InvokeDynamicInsnNode dynamic
        && dynamic.bsm.getOwner().equals(METAFACTORY)
        && dynamic.bsmArgs.length >= 3
        && dynamic.bsmArgs[1] instanceof Handle handle) {
      return handle;
    }
    return null;
  }

  /** Whether an instruction makes an {@code AsyncCallable}. */
  public static boolean makesAsyncCallable(AbstractInsnNode node) {
    return node instanceof InvokeDynamicInsnNode dynamic
        && Type.getReturnType(dynamic.desc)
            .getInternalName()
            .equals(RuntimeContract.ASYNC_CALLABLE);
  }

  /** Whether a method is a lambda's body: its compiler made it, and a lambda refers to it. */
  boolean contains(MethodNode method) {
    return (method.access & Opcodes.ACC_SYNTHETIC) != 0
        && interfacesByBody.containsKey(method.name + method.desc);
  }

  /** Whether a method is the body of nothing but {@code AsyncCallable}s. */
  boolean isAsyncCallable(MethodNode method) {
    return contains(method)
        && Set.of(RuntimeContract.ASYNC_CALLABLE)
            .equals(interfacesByBody.get(method.name + method.desc));
  }
}
