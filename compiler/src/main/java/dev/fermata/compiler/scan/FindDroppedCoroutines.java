package dev.fermata.compiler.scan;

import dev.fermata.compiler.RuntimeContract;
import dev.fermata.compiler.diagnostic.Diagnostic;
import dev.fermata.compiler.diagnostic.DiagnosticCode;
import dev.fermata.compiler.diagnostic.DiagnosticSink;
import dev.fermata.compiler.flow.ValueOrigins;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.Frame;
import org.objectweb.asm.tree.analysis.SourceValue;

/**
 * Warns of coroutines that can't ever be awaited: the result of a call is dropped, or goes nowhere
 * but to where it is printed or compared. Follows the values through local variables and casts.
 */
public final class FindDroppedCoroutines {
  /**
   * Instructions times slots: the analysis keeps that many references. What is larger, machines
   * wrote, and a warning is not worth the memory.
   */
  private static final long MAX_CELLS = 16_000_000;

  private final ClassNode owner;
  private final DiagnosticSink sink;

  private FindDroppedCoroutines(ClassNode owner, DiagnosticSink sink) {
    this.owner = owner;
    this.sink = sink;
  }

  /** Reports them, in code order. */
  public static void run(ClassNode owner, DiagnosticSink sink) {
    FindDroppedCoroutines search = new FindDroppedCoroutines(owner, sink);
    owner.methods.forEach(search::look);
  }

  private void look(MethodNode method) {
    Set<AbstractInsnNode> dropped = Collections.newSetFromMap(new IdentityHashMap<>());
    for (AbstractInsnNode node : method.instructions) {
      if (node instanceof MethodInsnNode call && makesCoroutine(call)) {
        dropped.add(call);
      }
    }
    long slots = (long) method.maxLocals + method.maxStack;
    if (dropped.isEmpty() || slots * method.instructions.size() > MAX_CELLS) {
      return;
    }
    Frame<SourceValue>[] frames;
    try {
      frames = ValueOrigins.analyze(owner.name, method);
    } catch (AnalyzerException e) {
      return; // a broken method is reported where it is woven
    }
    for (int i = 0; i < frames.length; i++) {
      if (frames[i] != null) {
        AbstractInsnNode node = method.instructions.get(i);
        used(node, frames[i]).forEach(value -> dropped.removeAll(value.insns));
      }
    }
    for (AbstractInsnNode node : method.instructions) {
      if (dropped.contains(node) && frames[method.instructions.indexOf(node)] != null) {
        report(method, (MethodInsnNode) node);
      }
    }
  }

  private static boolean makesCoroutine(MethodInsnNode call) {
    return call.desc.endsWith(")L" + RuntimeContract.COROUTINE + ";")
        && !(call.owner.equals(RuntimeContract.FERMATA)
            && call.name.equals(RuntimeContract.COMPLETED));
  }

  /** The values that an instruction may do something with. */
  private static List<SourceValue> used(AbstractInsnNode node, Frame<SourceValue> before) {
    int count = operands(node);
    int size = before.getStackSize();
    return java.util.stream.IntStream.range(Math.max(0, size - count), size)
        .mapToObj(before::getStack)
        .toList();
  }

  private static int operands(AbstractInsnNode node) {
    if (node instanceof MethodInsnNode call) {
      return isHarmless(call)
          ? 0
          : Type.getArgumentTypes(call.desc).length
              + (call.getOpcode() == Opcodes.INVOKESTATIC ? 0 : 1);
    }
    if (node instanceof InvokeDynamicInsnNode dynamic) {
      boolean concatenation = dynamic.bsm.getOwner().equals("java/lang/invoke/StringConcatFactory");
      return concatenation ? 0 : Type.getArgumentTypes(dynamic.desc).length;
    }
    return switch (node.getOpcode()) {
      case Opcodes.PUTFIELD, Opcodes.PUTSTATIC, Opcodes.ARETURN, Opcodes.ATHROW -> 1;
      case Opcodes.AASTORE -> 1;
      default -> 0; // moves, casts, comparisons
    };
  }

  private static boolean isHarmless(MethodInsnNode call) {
    return switch (call.owner) {
      case "java/io/PrintStream", "java/lang/StringBuilder" ->
          call.desc.startsWith("(Ljava/lang/Object;)");
      case "java/lang/String" -> call.name.equals("valueOf");
      case "java/lang/Object" -> true;
      case RuntimeContract.COROUTINE ->
          call.name.equals("toString") || call.name.equals("hashCode");
      default -> false;
    };
  }

  private void report(MethodNode method, MethodInsnNode call) {
    String name = call.owner.substring(call.owner.lastIndexOf('/') + 1).replace('$', '.');
    sink.report(
        Diagnostic.of(
            DiagnosticCode.COROUTINE_NEVER_AWAITED,
            Places.of(owner, method, call),
            "coroutine '" + name + "." + call.name + "' is never awaited",
            "await it, spawn it, or give it to run"));
  }
}
