package dev.fermata.compiler.emit;

import dev.fermata.compiler.RuntimeContract;
import dev.fermata.compiler.scan.AsyncMethod;
import dev.fermata.compiler.scan.LambdaBodies;
import java.lang.invoke.LambdaMetafactory;
import java.util.Map;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Lets serialised async lambdas be read back. The JDK writes the names of the woven lambda, and the
 * method that the user's compiler made to read it knows the names before; so these are translated
 * at its start. What an unwoven program has written is read too.
 *
 * <pre>
 * $deserializeLambda$(SerializedLambda):
 *   ALOAD 0; LDC C.class; LDC "lambda$m$0$fermata"; LDC "AsyncCallable" ... "lambda$m$0" ...
 *   INVOKESTATIC Continuations.asCompiled; ASTORE 0
 *   (the body as it was)
 * </pre>
 */
final class TranslateSerializedLambdas {
  private static final String READ = "$deserializeLambda$";
  private static final String READ_DESC = "(Ljava/lang/invoke/SerializedLambda;)Ljava/lang/Object;";

  /**
   * A serialisable lambda before it was woven.
   *
   * @param functionalInterface the interface that it has by its descriptor
   * @param signature the type of the functional method
   * @param body its body
   * @param instantiatedType the type of the functional method with its arguments filled in
   */
  record Original(Type functionalInterface, Type signature, Handle body, Type instantiatedType) {}

  private TranslateSerializedLambdas() {}

  /**
   * Notes a lambda if it is serialisable.
   *
   * @param node its instruction, not yet retargeted
   * @param serialized takes it, by the name of its direct entry
   */
  static void note(
      InvokeDynamicInsnNode node, AsyncMethod async, Map<String, Original> serialized) {
    if ((LambdaBodies.flagsOf(node) & LambdaMetafactory.FLAG_SERIALIZABLE) != 0) {
      Object[] arguments = node.bsmArgs;
      serialized.put(
          async.entryName(),
          new Original(
              Type.getReturnType(node.desc),
              (Type) arguments[0],
              (Handle) arguments[1],
              (Type) arguments[2]));
    }
  }

  /** Changes the method that reads lambdas back, if there is anything to translate. */
  static void run(ClassNode owner, Map<String, Original> serialized) {
    for (MethodNode method : owner.methods) {
      if (method.name.equals(READ) && method.desc.equals(READ_DESC)) {
        InsnList start = new InsnList();
        serialized.forEach((entry, original) -> translate(owner, entry, original, start));
        method.instructions.insert(start);
      }
    }
  }

  private static void translate(ClassNode owner, String entry, Original original, InsnList code) {
    code.add(new VarInsnNode(Opcodes.ALOAD, 0));
    code.add(new LdcInsnNode(Type.getObjectType(owner.name)));
    code.add(new LdcInsnNode(entry));
    code.add(new LdcInsnNode(original.functionalInterface().getInternalName()));
    code.add(new LdcInsnNode(original.signature().getDescriptor()));
    code.add(new IntInsnNode(Opcodes.BIPUSH, original.body().getTag()));
    code.add(new LdcInsnNode(original.body().getName()));
    code.add(new LdcInsnNode(original.body().getDesc()));
    code.add(new LdcInsnNode(original.instantiatedType().getDescriptor()));
    code.add(
        new MethodInsnNode(
            Opcodes.INVOKESTATIC,
            RuntimeContract.CONTINUATIONS,
            RuntimeContract.AS_COMPILED,
            RuntimeContract.AS_COMPILED_DESC,
            false));
    code.add(new VarInsnNode(Opcodes.ASTORE, 0));
  }
}
