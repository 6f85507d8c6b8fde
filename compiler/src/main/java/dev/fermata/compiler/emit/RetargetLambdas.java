package dev.fermata.compiler.emit;

import dev.fermata.compiler.RuntimeContract;
import dev.fermata.compiler.scan.AsyncMethod;
import dev.fermata.compiler.scan.LambdaBodies;
import java.lang.invoke.LambdaMetafactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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
 *
 * <p>Other interfaces of the lambda, an {@code AsyncCallable} of the user's own or those of a cast
 * to an intersection, become markers: the verifier takes every object for an interface (JVMS
 * 4.10.1.2).
 */
public final class RetargetLambdas {
  private static final Type ENTER =
      Type.getMethodType("(" + RuntimeContract.ENTRY_TAIL + ")Ljava/lang/Object;");

  private static final Handle METAFACTORY =
      bootstrap(
          "metafactory",
          "Ljava/lang/invoke/MethodType;Ljava/lang/invoke/MethodHandle;Ljava/lang/invoke/MethodType;");
  private static final Handle ALT_METAFACTORY = bootstrap("altMetafactory", "[Ljava/lang/Object;");

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
    List<Object> arguments = new ArrayList<>();
    arguments.add(ENTER);
    arguments.add(
        new Handle(
            Opcodes.H_INVOKESTATIC,
            owner.name,
            async.entryName(),
            async.entryDescriptor(owner.name),
            (owner.access & Opcodes.ACC_INTERFACE) != 0));
    arguments.add(ENTER);
    List<Type> markers =
        LambdaBodies.interfacesOf(node).stream()
            .filter(name -> !name.equals(RuntimeContract.ASYNC_CALLABLE))
            .map(Type::getObjectType)
            .toList();
    // Bridges to the method of AsyncCallable are left out: it is not the functional one any more.
    int flags = LambdaBodies.flagsOf(node) & LambdaMetafactory.FLAG_SERIALIZABLE;
    node.bsm = markers.isEmpty() && flags == 0 ? METAFACTORY : ALT_METAFACTORY;
    if (node.bsm == ALT_METAFACTORY) {
      arguments.add(flags | (markers.isEmpty() ? 0 : LambdaMetafactory.FLAG_MARKERS));
      if (!markers.isEmpty()) {
        arguments.add(markers.size());
        arguments.addAll(markers);
      }
    }
    node.name = RuntimeContract.LAMBDA_ENTER;
    node.desc =
        Type.getMethodDescriptor(
            Type.getObjectType(RuntimeContract.ASYNC_LAMBDA), Type.getArgumentTypes(node.desc));
    node.bsmArgs = arguments.toArray();
  }

  private static Handle bootstrap(String name, String arguments) {
    return new Handle(
        Opcodes.H_INVOKESTATIC,
        "java/lang/invoke/LambdaMetafactory",
        name,
        "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;"
            + arguments
            + ")Ljava/lang/invoke/CallSite;",
        false);
  }
}
