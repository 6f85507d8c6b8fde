package dev.fermata.tests.corpus;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodTooLargeException;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;

/**
 * Makes async methods of ordinary ones: each returns a coroutine, and awaits the result of every
 * call that returns an object. What comes out makes no sense when it runs, but its shapes are those
 * of real code, with an await wherever one can stand.
 */
final class PretendAsync {
  private static final String FERMATA = "dev/fermata/Fermata";
  private static final String STAGE = "java/util/concurrent/CompletionStage";

  private PretendAsync() {}

  /** The changed class, or the given bytes if it has grown too large. */
  static byte[] transform(byte[] classFile) {
    ClassReader reader = new ClassReader(classFile);
    ClassNode owner = new ClassNode();
    reader.accept(owner, ClassReader.EXPAND_FRAMES);
    Set<String> taken = new HashSet<>();
    for (MethodNode method : owner.methods) {
      if (isCandidate(method) && taken.add(method.name + parameters(method))) {
        makeAsync(method);
      }
    }
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    try {
      owner.accept(writer);
      return writer.toByteArray();
    } catch (MethodTooLargeException e) {
      return classFile;
    }
  }

  private static boolean isCandidate(MethodNode method) {
    if (method.instructions.size() == 0
        || method.name.startsWith("<")
        || (method.access & Opcodes.ACC_BRIDGE) != 0) {
      return false;
    }
    return true;
  }

  private static String parameters(MethodNode method) {
    return method.desc.substring(0, method.desc.indexOf(')') + 1);
  }

  private static void makeAsync(MethodNode method) {
    AnnotationNode async = new AnnotationNode("Ldev/fermata/annotations/Async;");
    async.visit("releaseMonitors", true);
    method.invisibleAnnotations = new ArrayList<>(List.of(async));
    method.desc = parameters(method) + "Ldev/fermata/Coroutine;";
    for (AbstractInsnNode node : method.instructions.toArray()) {
      int opcode = node.getOpcode();
      if (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) {
        returnCompleted(method, node, opcode);
      } else if (node instanceof MethodInsnNode call && !call.name.equals("<init>")) {
        awaitResult(method, call);
      }
    }
  }

  private static void returnCompleted(MethodNode method, AbstractInsnNode node, int opcode) {
    InsnList code = new InsnList();
    if (opcode != Opcodes.RETURN) {
      boolean wide = opcode == Opcodes.LRETURN || opcode == Opcodes.DRETURN;
      code.add(new InsnNode(wide ? Opcodes.POP2 : Opcodes.POP));
    }
    code.add(new InsnNode(Opcodes.ACONST_NULL));
    code.add(
        new MethodInsnNode(
            Opcodes.INVOKESTATIC,
            FERMATA,
            "completed",
            "(Ljava/lang/Object;)Ldev/fermata/Coroutine;",
            false));
    code.add(new InsnNode(Opcodes.ARETURN));
    method.instructions.insertBefore(node, code);
    method.instructions.remove(node);
  }

  private static void awaitResult(MethodNode method, MethodInsnNode call) {
    Type result = Type.getReturnType(call.desc);
    if (result.getSort() != Type.ARRAY && result.getSort() != Type.OBJECT) {
      return;
    }
    InsnList code = new InsnList();
    code.add(new TypeInsnNode(Opcodes.CHECKCAST, STAGE));
    code.add(
        new MethodInsnNode(
            Opcodes.INVOKESTATIC, FERMATA, "await", "(L" + STAGE + ";)Ljava/lang/Object;", false));
    code.add(new TypeInsnNode(Opcodes.CHECKCAST, result.getInternalName()));
    method.instructions.insert(call, code);
  }
}
