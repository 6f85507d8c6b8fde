package dev.fermata.compiler.normalize;

import dev.fermata.compiler.flow.AnalysisFrame;
import dev.fermata.compiler.flow.Instructions;
import dev.fermata.compiler.flow.StackMaps;
import dev.fermata.compiler.flow.VerificationType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Makes the body of a {@code synchronized} method a synchronized block. The method itself stays
 * synchronized, but its body moves out of it, and may go on long after a call has returned.
 *
 * <pre>
 * synchronized m()           ALOAD 0; DUP; ASTORE lock; MONITORENTER    // LDC C.class in a static method
 *   (body)             =>    (body)
 *   ARETURN                  ALOAD lock; MONITOREXIT; ARETURN
 *                          handler:                                      // of everything, behind all others
 *                            ALOAD lock; MONITOREXIT; ATHROW
 * </pre>
 */
public final class EnterMethodMonitor {
  private final ClassNode owner;
  private final MethodNode method;
  private final boolean isStatic;
  private final int lock;
  private final VerificationType type;

  private EnterMethodMonitor(ClassNode owner, MethodNode method) {
    this.owner = owner;
    this.method = method;
    this.isStatic = (method.access & Opcodes.ACC_STATIC) != 0;
    this.lock = method.maxLocals++;
    this.type = VerificationType.object(isStatic ? "java/lang/Class" : owner.name);
  }

  /** Rewrites the body of a synchronized method in place. */
  public static void run(ClassNode owner, MethodNode method) {
    new EnterMethodMonitor(owner, method).rewrite();
  }

  private void rewrite() {
    declareLock();
    exitAtReturns();
    LabelNode first = new LabelNode();
    LabelNode start = new LabelNode();
    widenParameters(first);
    method.instructions.insert(enter(first, start));
    exitAtExceptions(start);
  }

  private void declareLock() {
    Map<FrameNode, FrameNode> declared = new LinkedHashMap<>();
    for (AbstractInsnNode node : method.instructions) {
      if (node instanceof FrameNode map) {
        AnalysisFrame before = AnalysisFrame.ofStackMap(map);
        declared.put(
            map,
            StackMaps.node(
                lock + 1,
                slot -> slot == lock ? type : before.local(slot),
                before.stack(),
                method.instructions));
      }
    }
    declared.forEach(method.instructions::set);
  }

  private void exitAtReturns() {
    for (AbstractInsnNode node : method.instructions.toArray()) {
      if (Instructions.isReturn(node.getOpcode())) {
        method.instructions.insertBefore(node, exit());
      }
    }
  }

  private InsnList exit() {
    InsnList code = new InsnList();
    code.add(new VarInsnNode(Opcodes.ALOAD, lock));
    code.add(new InsnNode(Opcodes.MONITOREXIT));
    return code;
  }

  /** The parameters have their values before the body begins, and a debugger shows them there. */
  private void widenParameters(LabelNode first) {
    AbstractInsnNode body = Instructions.next(method.instructions.getFirst());
    for (LocalVariableNode variable : orEmpty(method.localVariables)) {
      if (method.instructions.indexOf(variable.start) < method.instructions.indexOf(body)) {
        variable.start = first;
      }
    }
  }

  private static List<LocalVariableNode> orEmpty(List<LocalVariableNode> variables) {
    return variables == null ? List.of() : variables;
  }

  private InsnList enter(LabelNode first, LabelNode start) {
    InsnList code = new InsnList();
    code.add(first);
    for (AbstractInsnNode node : method.instructions) {
      if (node instanceof LineNumberNode line) {
        code.add(new LineNumberNode(line.line, first));
        break;
      }
    }
    code.add(
        isStatic
            ? new LdcInsnNode(Type.getObjectType(owner.name))
            : new VarInsnNode(Opcodes.ALOAD, 0));
    code.add(new InsnNode(Opcodes.DUP));
    code.add(new VarInsnNode(Opcodes.ASTORE, lock));
    code.add(new InsnNode(Opcodes.MONITORENTER));
    code.add(start);
    return code;
  }

  private void exitAtExceptions(LabelNode start) {
    LabelNode handler = new LabelNode();
    InsnList code = method.instructions;
    code.add(handler);
    code.add(
        StackMaps.node(
            lock + 1,
            slot -> slot == lock ? type : VerificationType.TOP,
            List.of(VerificationType.object("java/lang/Throwable")),
            code));
    code.add(exit());
    code.add(new InsnNode(Opcodes.ATHROW));
    method.tryCatchBlocks.add(new TryCatchBlockNode(start, handler, handler, null));
  }
}
