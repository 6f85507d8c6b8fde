package dev.fermata.compiler.scan;

import dev.fermata.compiler.RuntimeContract;
import dev.fermata.compiler.verify.ClassHierarchy;
import java.lang.invoke.LambdaMetafactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  private static final String ALT_METAFACTORY = "altMetafactory";
  private static final int FLAGS = 3;

  private final ClassHierarchy hierarchy;

  /** By body: whether each of its lambdas is an {@code AsyncCallable}. */
  private final Map<String, Boolean> asyncByBody = new HashMap<>();

  /** Looks at all {@code invokedynamic} instructions of a class. */
  LambdaBodies(ClassNode owner, ClassHierarchy hierarchy) {
    this.hierarchy = hierarchy;
    for (MethodNode method : owner.methods) {
      for (AbstractInsnNode node : method.instructions) {
        Handle body = bodyOf(node);
        if (body != null && body.getOwner().equals(owner.name)) {
          boolean async = makesAsyncCallable((InvokeDynamicInsnNode) node);
          asyncByBody.merge(body.getName() + body.getDesc(), async, Boolean::logicalAnd);
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

  /**
   * The internal names of the interfaces of a lambda: the one that its expression has by its
   * descriptor, and the markers of a cast to an intersection. Any of them may be the functional
   * one: javac names the first of the cast, ecj the most specific.
   */
  public static List<String> interfacesOf(InvokeDynamicInsnNode lambda) {
    List<String> interfaces = new ArrayList<>();
    interfaces.add(Type.getReturnType(lambda.desc).getInternalName());
    if ((flagsOf(lambda) & LambdaMetafactory.FLAG_MARKERS) != 0) {
      int count = (Integer) lambda.bsmArgs[FLAGS + 1];
      for (int i = 0; i < count; i++) {
        interfaces.add(((Type) lambda.bsmArgs[FLAGS + 2 + i]).getInternalName());
      }
    }
    return interfaces;
  }

  /** The flags that a lambda gives the metafactory. */
  public static int flagsOf(InvokeDynamicInsnNode lambda) {
    return lambda.bsm.getName().equals(ALT_METAFACTORY) ? (Integer) lambda.bsmArgs[FLAGS] : 0;
  }

  private boolean makesAsyncCallable(InvokeDynamicInsnNode lambda) {
    return lambda.name.equals(RuntimeContract.LAMBDA_CALL)
        && interfacesOf(lambda).stream()
            .anyMatch(name -> hierarchy.isCertainlySubtype(name, RuntimeContract.ASYNC_CALLABLE));
  }

  /** Whether a method is a lambda's body: its compiler made it, and a lambda refers to it. */
  boolean contains(MethodNode method) {
    return (method.access & Opcodes.ACC_SYNTHETIC) != 0
        && asyncByBody.containsKey(method.name + method.desc);
  }

  /** Whether a method is the body of nothing but {@code AsyncCallable}s. */
  boolean isAsyncCallable(MethodNode method) {
    return contains(method) && asyncByBody.getOrDefault(method.name + method.desc, false);
  }
}
