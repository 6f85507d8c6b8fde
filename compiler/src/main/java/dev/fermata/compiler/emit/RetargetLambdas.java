package dev.fermata.compiler.emit;

import dev.fermata.compiler.RuntimeContract;
import dev.fermata.compiler.scan.AsyncMethod;
import dev.fermata.compiler.scan.LambdaBodies;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Makes async lambdas of {@code AsyncCallable}s: an object whose single method is the direct entry.
 *
 * <pre>
 * INVOKEDYNAMIC call(captured) AsyncCallable [()Object, lambda$m$0]
 * =>
 * INVOKEDYNAMIC enter(captured) AsyncLambda [(ContinuationFrame, Object)Object, lambda$m$0$fermata]
 * </pre>
 */
public final class RetargetLambdas {
  private static final Type ENTER =
      Type.getMethodType("(" + RuntimeContract.ENTRY_TAIL + ")Ljava/lang/Object;");

  private RetargetLambdas() {}

  /** Rewrites all of a class, wherever the lambdas' bodies are used. */
  public static void run(ClassNode owner, Iterable<AsyncMethod> woven) {
    Map<String, AsyncMethod> lambdas = new HashMap<>();
    for (AsyncMethod async : woven) {
      if (async.style() == AsyncMethod.Style.LAMBDA) {
        lambdas.put(async.method().name + async.method().desc, async);
      }
    }
    if (lambdas.isEmpty()) {
      return;
    }
    Map<String, TranslateSerializedLambdas.Original> serialized = new TreeMap<>();
    for (MethodNode method : owner.methods) {
      for (AbstractInsnNode node : method.instructions) {
        Handle body = LambdaBodies.bodyOf(node);
        if (body != null && body.getOwner().equals(owner.name)) {
          AsyncMethod async = lambdas.get(body.getName() + body.getDesc());
          if (async != null) {
            TranslateSerializedLambdas.note((InvokeDynamicInsnNode) node, async, serialized);
            retarget((InvokeDynamicInsnNode) node, owner, async);
          }
        }
      }
    }
    TranslateSerializedLambdas.run(owner, serialized);
  }

  private static void retarget(InvokeDynamicInsnNode node, ClassNode owner, AsyncMethod async) {
    node.name = RuntimeContract.LAMBDA_ENTER;
    node.desc =
        Type.getMethodDescriptor(
            Type.getObjectType(RuntimeContract.ASYNC_LAMBDA), Type.getArgumentTypes(node.desc));
    Object[] arguments = node.bsmArgs.clone();
    arguments[0] = ENTER;
    arguments[1] =
        new Handle(
            Opcodes.H_INVOKESTATIC,
            owner.name,
            async.entryName(),
            async.entryDescriptor(owner.name),
            (owner.access & Opcodes.ACC_INTERFACE) != 0);
    arguments[2] = ENTER;
    node.bsmArgs = arguments;
  }
}
