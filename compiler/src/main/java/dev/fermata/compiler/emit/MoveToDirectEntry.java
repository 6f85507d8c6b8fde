package dev.fermata.compiler.emit;

import dev.fermata.compiler.flow.AnalysisFrame;
import dev.fermata.compiler.flow.StackMaps;
import dev.fermata.compiler.scan.AsyncMethod;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LocalVariableAnnotationNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Moves the body of an async method into its direct entry: a static method with the receiver as a
 * parameter of its own, and the continuation frame and the outcome behind the parameters.
 *
 * <pre>
 * Coroutine m(String)      locals [this String x]
 * =>
 * static Object lambda$m$fermata(C, String, ContinuationFrame, Object)   locals [C String frame in x]
 * </pre>
 *
 * <p>The slots behind the parameters move up. The body keeps its instructions, lines and variables'
 * names; the user's method is left without code.
 */
public final class MoveToDirectEntry {
  private MoveToDirectEntry() {}

  /** Makes the direct entry; it is not added to the class yet. */
  public static MethodNode run(ClassNode owner, AsyncMethod async, EntryLayout layout) {
    boolean inInterface = (owner.access & Opcodes.ACC_INTERFACE) != 0;
    MethodNode method = async.method();
    MethodNode entry =
        new MethodNode(
            Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC | (inInterface ? Opcodes.ACC_PUBLIC : 0),
            async.entryName(),
            // Until the returns are replaced, it returns the object that its author returns.
            Type.getMethodDescriptor(
                Type.getObjectType("java/lang/Object"),
                Type.getArgumentTypes(async.entryDescriptor(owner.name))),
            null,
            new String[] {"java/lang/Throwable"});
    entry.instructions = method.instructions;
    entry.tryCatchBlocks = method.tryCatchBlocks;
    entry.localVariables = method.localVariables;
    entry.visibleLocalVariableAnnotations = method.visibleLocalVariableAnnotations;
    entry.invisibleLocalVariableAnnotations = method.invisibleLocalVariableAnnotations;
    entry.maxLocals = method.maxLocals + layout.size();
    entry.maxStack = method.maxStack;
    method.instructions = new InsnList();
    method.tryCatchBlocks = new ArrayList<>();
    method.localVariables = null;
    method.visibleLocalVariableAnnotations = null;
    method.invisibleLocalVariableAnnotations = null;
    renumber(entry, layout);
    moveStackMaps(entry, layout);
    if (layout.hasState()) {
      InsnList start = new InsnList();
      start.add(new InsnNode(Opcodes.ICONST_0));
      start.add(new VarInsnNode(Opcodes.ISTORE, layout.state()));
      entry.instructions.insert(start);
    }
    return entry;
  }

  private static int moved(int slot, EntryLayout layout) {
    return slot < layout.frame() ? slot : slot + layout.size();
  }

  private static void renumber(MethodNode entry, EntryLayout layout) {
    for (AbstractInsnNode node : entry.instructions) {
      if (node instanceof VarInsnNode variable) {
        variable.var = moved(variable.var, layout);
      } else if (node instanceof IincInsnNode increment) {
        increment.var = moved(increment.var, layout);
      }
    }
    if (entry.localVariables != null) {
      for (LocalVariableNode variable : entry.localVariables) {
        variable.index = moved(variable.index, layout);
      }
    }
    renumber(entry.visibleLocalVariableAnnotations, layout);
    renumber(entry.invisibleLocalVariableAnnotations, layout);
  }

  private static void renumber(
      @Nullable List<LocalVariableAnnotationNode> annotations, EntryLayout layout) {
    if (annotations != null) {
      for (LocalVariableAnnotationNode annotation : annotations) {
        annotation.index.replaceAll(slot -> moved(slot, layout));
      }
    }
  }

  private static void moveStackMaps(MethodNode entry, EntryLayout layout) {
    Map<FrameNode, FrameNode> moved = new LinkedHashMap<>();
    for (AbstractInsnNode node : entry.instructions) {
      if (node instanceof FrameNode map) {
        AnalysisFrame before = AnalysisFrame.ofStackMap(map);
        int slots = Math.max(before.localCount(), layout.frame()) + layout.size();
        moved.put(
            map,
            StackMaps.node(
                slots,
                slot ->
                    slot < layout.frame()
                        ? before.local(slot)
                        : layout.contains(slot)
                            ? layout.typeOf(slot)
                            : before.local(slot - layout.size()),
                before.stack(),
                entry.instructions));
      }
    }
    moved.forEach(entry.instructions::set);
  }
}
