package dev.fermata.compiler.emit;

import dev.fermata.compiler.RuntimeContract;
import dev.fermata.compiler.flow.Instructions;
import dev.fermata.compiler.flow.Slots;
import dev.fermata.compiler.flow.StackMaps;
import dev.fermata.compiler.flow.TypeAnalysis;
import dev.fermata.compiler.flow.VerificationType;
import dev.fermata.compiler.scan.AsyncMethod;
import dev.fermata.compiler.scan.Awaits;
import dev.fermata.compiler.scan.ResultType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Makes a direct entry return plain values instead of the coroutine or future that the author
 * returns.
 *
 * <pre>
 * INVOKESTATIC Fermata.completed; ARETURN    =>   ARETURN               // costs nothing
 *                                                 // also where monitors are left before the return
 * ALOAD other; ARETURN                       =>   ALOAD other; GOTO L   // L: INVOKESTATIC delegate; ARETURN
 *
 * Integer.valueOf; Fermata.completed; ARETURN  =>  IRETURN              // the entry returns an int
 * </pre>
 *
 * <p>The delegation stands behind the code, outside every exception range: an enclosing catch does
 * not see the failure of what is returned.
 */
public final class ReplaceReturns {
  private final String owner;
  private final MethodNode entry;
  private final EntryLayout layout;
  private final ResultType result;

  /** Calls of completed, and the returns behind them, that are to return a primitive. */
  private final Map<MethodInsnNode, AbstractInsnNode> primitives = new LinkedHashMap<>();

  private final Set<AbstractInsnNode> plain = Collections.newSetFromMap(new IdentityHashMap<>());

  private ReplaceReturns(String owner, MethodNode entry, EntryLayout layout, ResultType result) {
    this.owner = owner;
    this.entry = entry;
    this.layout = layout;
    this.result = result;
  }

  /**
   * Rewrites all returns, and the return type, of an entry whose method returns a coroutine or a
   * future.
   */
  public static void run(String owner, AsyncMethod async, MethodNode entry, EntryLayout layout) {
    ReplaceReturns pass = new ReplaceReturns(owner, entry, layout, async.result());
    if (async.isGenerator()) {
      pass.unwrapEnd();
      pass.replaceOthers(RuntimeContract.END, RuntimeContract.END_WOVEN_DESC);
    } else {
      pass.unwrapCompleted();
      pass.removeEmptyRanges();
      pass.replaceOthers(RuntimeContract.DELEGATE, RuntimeContract.DELEGATE_DESC);
      pass.primitives.forEach(pass::returnPrimitive);
      pass.removeEmptyRanges();
    }
    entry.desc = async.entryDescriptor(owner);
  }

  /** A generator's end() is null, wherever it stands; what is returned is checked at run time. */
  private void unwrapEnd() {
    for (AbstractInsnNode node : entry.instructions.toArray()) {
      if (node instanceof MethodInsnNode call
          && call.owner.equals(RuntimeContract.FERMATA)
          && call.name.equals(RuntimeContract.END)
          && call.desc.equals(RuntimeContract.END_DESC)) {
        entry.instructions.set(call, new InsnNode(Opcodes.ACONST_NULL));
      }
    }
  }

  private void unwrapCompleted() {
    for (AbstractInsnNode node : entry.instructions.toArray()) {
      if (node instanceof MethodInsnNode call && Awaits.isCompleted(call)) {
        unwrapIfReturned(call);
      }
    }
  }

  private static boolean isVoid(MethodInsnNode call) {
    return call.desc.equals(RuntimeContract.COMPLETED_VOID_DESC);
  }

  private void unwrapIfReturned(MethodInsnNode call) {
    WayToReturn way = WayToReturn.from(call);
    if (way == null) {
      return;
    }
    AbstractInsnNode direct = way.straightReturn();
    if (direct == null) {
      // Other paths join on the way: this one gets a return of its own.
      direct = new InsnNode(Opcodes.ARETURN);
      entry.instructions.insert(call, direct);
      for (AbstractInsnNode exit : way.exits()) {
        entry.instructions.insertBefore(direct, exit.clone(Map.of()));
      }
      // Nothing else goes on to these: the jump, and what stands before it.
      way.skipped().forEach(entry.instructions::remove);
    }
    plain.add(direct);
    if (result.isTyped()) {
      primitives.put(call, direct);
    } else if (isVoid(call)) {
      entry.instructions.set(call, new InsnNode(Opcodes.ACONST_NULL));
    } else {
      entry.instructions.remove(call);
    }
  }

  private void returnPrimitive(MethodInsnNode completed, AbstractInsnNode direct) {
    InsnList code = entry.instructions;
    AbstractInsnNode before = Instructions.previousOrNull(completed.getPrevious());
    if (before instanceof MethodInsnNode boxing && isBoxing(boxing)) {
      code.remove(boxing);
      code.remove(completed);
    } else {
      if (isVoid(completed)) {
        code.insertBefore(completed, new InsnNode(Opcodes.ACONST_NULL));
      }
      code.set(completed, ResultCode.unbox(result));
    }
    code.set(direct, new InsnNode(result.returnOpcode()));
  }

  private boolean isBoxing(MethodInsnNode call) {
    MethodInsnNode boxing = result.boxing();
    return call.getOpcode() == boxing.getOpcode()
        && call.owner.equals(boxing.owner)
        && call.name.equals(boxing.name)
        && call.desc.equals(boxing.desc);
  }

  /**
   * The way from a call to the return of its result, on which nothing is done but to leave
   * monitors.
   *
   * @param exits the instructions that leave monitors
   * @param skipped those that no other path comes to
   * @param straightReturn the return, if no other path comes to it
   */
  private record WayToReturn(
      List<AbstractInsnNode> exits,
      List<AbstractInsnNode> skipped,
      @Nullable AbstractInsnNode straightReturn) {
    private static final int LONGEST = 300;

    static @Nullable WayToReturn from(AbstractInsnNode call) {
      List<AbstractInsnNode> exits = new ArrayList<>();
      List<AbstractInsnNode> skipped = new ArrayList<>();
      boolean straight = true;
      AbstractInsnNode node = call.getNext();
      for (int steps = 0; node != null && steps < LONGEST; steps++) {
        if (node.getOpcode() == Opcodes.ARETURN) {
          return new WayToReturn(exits, skipped, straight ? node : null);
        }
        boolean exit = isExit(node, exits);
        boolean jump = node.getOpcode() == Opcodes.GOTO;
        if (node.getOpcode() >= 0 && !exit && !jump) {
          return null;
        }
        if (exit) {
          exits.add(node);
        }
        if (straight && node.getOpcode() >= 0) {
          skipped.add(node);
        }
        straight &= !jump && !(node instanceof FrameNode);
        node = jump ? ((JumpInsnNode) node).label : node.getNext();
      }
      return null;
    }

    /** {@code ALOAD n} before a {@code MONITOREXIT}, or that instruction behind it. */
    private static boolean isExit(AbstractInsnNode node, List<AbstractInsnNode> before) {
      boolean loaded =
          !before.isEmpty() && before.get(before.size() - 1).getOpcode() == Opcodes.ALOAD;
      if (node.getOpcode() == Opcodes.MONITOREXIT) {
        return loaded;
      }
      AbstractInsnNode next = Instructions.nextOrNull(node.getNext());
      return node.getOpcode() == Opcodes.ALOAD
          && !loaded
          && next != null
          && next.getOpcode() == Opcodes.MONITOREXIT;
    }
  }

  /** A range that covered nothing but a call of completed is empty now, which the JVM rejects. */
  private void removeEmptyRanges() {
    entry.tryCatchBlocks.removeIf(
        range -> {
          AbstractInsnNode first = Instructions.nextOrNull(range.start);
          InsnList code = entry.instructions;
          return first == null || code.indexOf(first) > code.indexOf(range.end);
        });
  }

  private void replaceOthers(String function, String descriptor) {
    Map<AbstractInsnNode, List<VerificationType>> returns = new LinkedHashMap<>();
    TypeAnalysis.walk(
        owner,
        entry,
        (node, before) -> {
          if (node.getOpcode() == Opcodes.ARETURN && !plain.contains(node)) {
            returns.put(node, List.copyOf(before.stack()));
          }
        });
    if (returns.isEmpty()) {
      return;
    }
    LabelNode delegation = new LabelNode();
    returns.forEach((node, stack) -> replace(node, stack, delegation));
    InsnList code = entry.instructions;
    code.add(delegation);
    code.add(
        StackMaps.node(
            layout.frame() + layout.size(),
            slot -> layout.contains(slot) ? layout.typeOf(slot) : VerificationType.TOP,
            List.of(VerificationType.OBJECT),
            code));
    if (descriptor.equals(RuntimeContract.DELEGATE_DESC)) {
      code.add(new VarInsnNode(Opcodes.ILOAD, layout.headroom()));
    }
    code.add(
        new MethodInsnNode(
            Opcodes.INVOKESTATIC, RuntimeContract.CONTINUATIONS, function, descriptor, false));
    if (result.isTyped()) {
      code.add(ResultCode.unbox(result));
    }
    code.add(new InsnNode(result.returnOpcode()));
  }

  private void replace(AbstractInsnNode node, List<VerificationType> stack, LabelNode delegation) {
    InsnList code = new InsnList();
    int below = stack.size() - 1;
    if (below > 0) {
      int temp = entry.maxLocals++;
      code.add(new VarInsnNode(Opcodes.ASTORE, temp));
      for (int i = below - 1; i >= 0; i--) {
        code.add(Slots.pop(stack.get(i)));
      }
      code.add(new VarInsnNode(Opcodes.ALOAD, temp));
    }
    code.add(new JumpInsnNode(Opcodes.GOTO, delegation));
    entry.instructions.insertBefore(node, code);
    entry.instructions.remove(node);
  }
}
