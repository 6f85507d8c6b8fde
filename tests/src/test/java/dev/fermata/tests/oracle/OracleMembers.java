package dev.fermata.tests.oracle;

import dev.fermata.compiler.RuntimeContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Gives an unwoven class what its oracle needs: a generator method returns at once, and its body
 * goes to a method beside it; what awaits when it is woven, as the close of an {@code
 * AsyncCloseable}, blocks.
 */
final class OracleMembers {
  private static final Set<String> GENERATORS =
      Set.of("Ldev/fermata/AsyncIterable;", "Ljava/lang/Iterable;", "Ljava/util/Iterator;");
  private static final String BODY = "$body";

  private final ClassNode owner;

  private OracleMembers(ClassNode owner) {
    this.owner = owner;
  }

  static void add(ClassNode owner) {
    OracleMembers members = new OracleMembers(owner);
    for (MethodNode method : List.copyOf(owner.methods)) {
      if (isGenerator(method)) {
        members.split(method);
      } else if (method.desc.equals("()Ldev/fermata/Coroutine;") && isImplementation(method)) {
        members.addBlocking(method);
      }
    }
  }

  private static boolean isImplementation(MethodNode method) {
    return (method.access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_STATIC)) == 0;
  }

  private static boolean isGenerator(MethodNode method) {
    if (!GENERATORS.contains(Type.getReturnType(method.desc).getDescriptor())) {
      return false;
    }
    for (AbstractInsnNode node : method.instructions) {
      if (node instanceof MethodInsnNode call
          && call.owner.equals(RuntimeContract.FERMATA)
          && call.name.startsWith(RuntimeContract.EMIT)) {
        return true;
      }
    }
    return false;
  }

  private void split(MethodNode method) {
    MethodNode call = new MethodNode(method.access, method.name, method.desc, null, null);
    call.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        "java/lang/invoke/MethodHandles",
        "lookup",
        "()Ljava/lang/invoke/MethodHandles$Lookup;",
        false);
    call.visitLdcInsn(method.name);
    call.visitLdcInsn(method.name + BODY);
    call.visitLdcInsn(method.desc);
    pushArguments(call);
    call.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        "dev/fermata/tests/oracle/OracleGenerators",
        "call",
        "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/String;"
            + "Ljava/lang/String;[Ljava/lang/Object;)Ljava/lang/Object;",
        false);
    call.visitTypeInsn(Opcodes.CHECKCAST, Type.getReturnType(method.desc).getInternalName());
    call.visitInsn(Opcodes.ARETURN);
    method.name += BODY;
    owner.methods.add(call);
  }

  private void pushArguments(MethodNode call) {
    List<Type> types = new ArrayList<>(List.of(Type.getArgumentTypes(call.desc)));
    if ((call.access & Opcodes.ACC_STATIC) == 0) {
      types.add(0, Type.getObjectType(owner.name));
    }
    call.visitIntInsn(Opcodes.BIPUSH, types.size());
    call.visitTypeInsn(Opcodes.ANEWARRAY, "java/lang/Object");
    int slot = 0;
    for (int i = 0; i < types.size(); i++) {
      Type type = types.get(i);
      call.visitInsn(Opcodes.DUP);
      call.visitIntInsn(Opcodes.BIPUSH, i);
      call.visitVarInsn(type.getOpcode(Opcodes.ILOAD), slot);
      box(call, type);
      call.visitInsn(Opcodes.AASTORE);
      slot += type.getSize();
    }
  }

  private static void box(MethodNode call, Type type) {
    if (type.getSort() < Type.ARRAY) {
      String wrapper =
          switch (type.getSort()) {
            case Type.BOOLEAN -> "Boolean";
            case Type.CHAR -> "Character";
            case Type.BYTE -> "Byte";
            case Type.SHORT -> "Short";
            case Type.INT -> "Integer";
            case Type.FLOAT -> "Float";
            case Type.LONG -> "Long";
            default -> "Double";
          };
      call.visitMethodInsn(
          Opcodes.INVOKESTATIC,
          "java/lang/" + wrapper,
          "valueOf",
          "(" + type.getDescriptor() + ")Ljava/lang/" + wrapper + ";",
          false);
    }
  }

  private void addBlocking(MethodNode async) {
    switch (async.name) {
      case RuntimeContract.CLOSE_ASYNC -> {
        MethodNode close = blocking("close", "()V", async);
        close.visitInsn(Opcodes.POP);
        close.visitInsn(Opcodes.RETURN);
      }
      case RuntimeContract.HAS_NEXT_ASYNC -> {
        MethodNode hasNext = blocking("hasNext", "()Z", async);
        hasNext.visitTypeInsn(Opcodes.CHECKCAST, "java/lang/Boolean");
        hasNext.visitMethodInsn(
            Opcodes.INVOKEVIRTUAL, "java/lang/Boolean", "booleanValue", "()Z", false);
        hasNext.visitInsn(Opcodes.IRETURN);
      }
      case RuntimeContract.NEXT_ASYNC ->
          blocking("next", "()Ljava/lang/Object;", async).visitInsn(Opcodes.ARETURN);
      default -> {
        // a coroutine of the target's own
      }
    }
  }

  private MethodNode blocking(String name, String descriptor, MethodNode async) {
    MethodNode method = new MethodNode(Opcodes.ACC_PUBLIC, name, descriptor, null, null);
    method.visitVarInsn(Opcodes.ALOAD, 0);
    method.visitMethodInsn(Opcodes.INVOKEVIRTUAL, owner.name, async.name, async.desc, false);
    method.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        RuntimeContract.FERMATA,
        RuntimeContract.AWAIT,
        RuntimeContract.AWAIT_COROUTINE_DESC,
        false);
    owner.methods.add(method);
    return method;
  }
}
