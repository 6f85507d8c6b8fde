package dev.fermata.compiler.explain;

import dev.fermata.compiler.RuntimeContract;
import dev.fermata.compiler.explain.Awaited.Kind;
import dev.fermata.compiler.suspension.AwaitedCall;
import dev.fermata.compiler.suspension.DirectCall;
import dev.fermata.compiler.suspension.OperationCall;
import dev.fermata.compiler.suspension.SuspensionPoint;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Says what is awaited at a suspension point, from the instruction that pushes it. */
final class DescribeAwaited {
  private DescribeAwaited() {}

  /** Describes it; the method is not rewritten yet. */
  static Awaited run(MethodNode method, SuspensionPoint point) {
    AwaitedCall awaited = point.call();
    if (awaited instanceof DirectCall direct) {
      Kind kind = direct.guarded() ? Kind.GUARDED_DIRECT_CALL : Kind.DIRECT_CALL;
      return new Awaited(kind, direct.call().name + "()");
    }
    if (awaited != null) {
      Kind kind = awaited instanceof OperationCall ? Kind.OPERATION : Kind.LATE_BOUND_CALL;
      return new Awaited(kind, called(awaited.call()));
    }
    MethodInsnNode await = point.await();
    return switch (await.desc) {
      case RuntimeContract.AWAIT_STAGE_DESC -> new Awaited(Kind.FUTURE, origin(method, await));
      case RuntimeContract.AWAIT_COROUTINE_DESC ->
          new Awaited(Kind.COROUTINE, origin(method, await));
      default -> new Awaited(Kind.CALL, called(await));
    };
  }

  private static @Nullable String origin(MethodNode method, MethodInsnNode await) {
    AbstractInsnNode source = await.getPrevious();
    while (source != null
        && (source.getOpcode() == Opcodes.CHECKCAST
            || (source.getOpcode() < 0 && !(source instanceof FrameNode)))) {
      source = source.getPrevious();
    }
    if (source instanceof MethodInsnNode call && (isConstructor(call) || !isVoid(call))) {
      return called(call);
    }
    if (source instanceof FieldInsnNode field && isRead(field)) {
      return simpleName(field.owner) + "." + field.name;
    }
    if (source instanceof VarInsnNode load && load.getOpcode() == Opcodes.ALOAD) {
      LocalVariableNode variable = VariableNames.find(method, load.var, load);
      return variable == null ? null : variable.name;
    }
    return null; // a join of several ways, or nothing with a name
  }

  private static boolean isRead(FieldInsnNode field) {
    return field.getOpcode() == Opcodes.GETFIELD || field.getOpcode() == Opcodes.GETSTATIC;
  }

  private static boolean isConstructor(MethodInsnNode call) {
    return call.name.equals("<init>");
  }

  private static boolean isVoid(MethodInsnNode call) {
    return call.desc.endsWith(")V");
  }

  private static String called(MethodInsnNode call) {
    String owner = simpleName(call.owner);
    return isConstructor(call) ? "new " + owner + "()" : owner + "." + call.name + "()";
  }

  private static String simpleName(String internalName) {
    return internalName.substring(internalName.lastIndexOf('/') + 1).replace('$', '.');
  }
}
