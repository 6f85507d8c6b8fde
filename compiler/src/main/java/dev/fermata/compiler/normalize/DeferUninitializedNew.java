package dev.fermata.compiler.normalize;

import dev.fermata.compiler.flow.AnalysisFrame;
import dev.fermata.compiler.flow.Slots;
import dev.fermata.compiler.flow.TypeAnalysis;
import dev.fermata.compiler.flow.VerificationType;
import dev.fermata.compiler.flow.VerificationType.Sort;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;

/**
 * Makes objects right before their constructor is called, where they would otherwise stand
 * uninitialised at a suspension point: no field and no local of another activation can hold such an
 * object.
 *
 * <pre>
 * NEW T                      NEW T; POP; ACONST_NULL      // initialises T where it was initialised before
 * DUP                        DUP
 * ILOAD 1              =>    ILOAD 1
 * (suspension point)         (suspension point)           // a null is below it now
 * INVOKESPECIAL T.&lt;init&gt;     ASTORE 8; ISTORE 7; POP; POP; NEW T; DUP; ILOAD 7; ALOAD 8
 *                            INVOKESPECIAL T.&lt;init&gt;
 * </pre>
 *
 * <p>The nulls keep the place of every copy, wherever it is: on the stack, with other values
 * between, or in locals. So the stack maps keep their shape. The first {@code NEW} keeps the order
 * of side effects: class initialisation comes before the constructor's arguments, as the language
 * says; C2 drops the unused object.
 */
public final class DeferUninitializedNew {
  private final String owner;
  private final MethodNode method;
  private final Set<AbstractInsnNode> deferred = Collections.newSetFromMap(new IdentityHashMap<>());

  private DeferUninitializedNew(String owner, MethodNode method) {
    this.owner = owner;
    this.method = method;
  }

  /**
   * Rewrites a method in place.
   *
   * @param suspending the instructions at which it may suspend
   */
  public static void run(
      String owner, MethodNode method, Set<? extends AbstractInsnNode> suspending) {
    new DeferUninitializedNew(owner, method).rewrite(suspending);
  }

  private void rewrite(Set<? extends AbstractInsnNode> suspending) {
    TypeAnalysis.walk(
        owner,
        method,
        (node, before) -> {
          if (suspending.contains(node)) {
            noteOutstanding(before);
          }
        });
    if (deferred.isEmpty()) {
      return;
    }
    Map<MethodInsnNode, AnalysisFrame> constructions = new LinkedHashMap<>();
    TypeAnalysis.walk(
        owner,
        method,
        (node, before) -> {
          if (node instanceof MethodInsnNode call
              && call.name.equals("<init>")
              && isDeferred(target(call, before))) {
            constructions.put(call, before.copy());
          }
        });
    replaceInStackMaps();
    constructions.forEach(this::makeObject);
    deferred.forEach(this::leavePlaceholder);
  }

  private void noteOutstanding(AnalysisFrame frame) {
    List<VerificationType> types = new ArrayList<>(frame.stack());
    for (int slot = 0; slot < frame.localCount(); slot++) {
      types.add(frame.local(slot));
    }
    for (VerificationType type : types) {
      if (type.sort() == Sort.UNINITIALIZED) {
        deferred.add(type.creation());
      }
    }
  }

  private boolean isDeferred(VerificationType type) {
    return type.sort() == Sort.UNINITIALIZED && deferred.contains(type.creation());
  }

  private static int targetIndex(MethodInsnNode call, AnalysisFrame before) {
    return before.stack().size() - Type.getArgumentTypes(call.desc).length - 1;
  }

  private static VerificationType target(MethodInsnNode call, AnalysisFrame before) {
    return before.stack().get(targetIndex(call, before));
  }

  private void replaceInStackMaps() {
    for (AbstractInsnNode node : method.instructions) {
      if (node instanceof FrameNode map) {
        map.local = withoutDeferred(map.local);
        map.stack = withoutDeferred(map.stack);
      }
    }
  }

  private List<Object> withoutDeferred(List<Object> entries) {
    List<Object> replaced = new ArrayList<>();
    for (Object entry : entries == null ? List.of() : entries) {
      boolean gone =
          entry instanceof LabelNode label
              && deferred.contains(dev.fermata.compiler.flow.Instructions.next(label));
      replaced.add(gone ? Opcodes.NULL : entry);
    }
    return replaced;
  }

  private void leavePlaceholder(AbstractInsnNode creation) {
    InsnList code = new InsnList();
    code.add(new InsnNode(Opcodes.POP));
    code.add(new InsnNode(Opcodes.ACONST_NULL));
    method.instructions.insert(creation, code);
  }

  private void makeObject(MethodInsnNode call, AnalysisFrame before) {
    VerificationType object = target(call, before);
    int targetIndex = targetIndex(call, before);
    int deepest = before.stack().indexOf(object);
    List<VerificationType> copied = before.stack().subList(deepest, targetIndex + 1);
    List<VerificationType> arguments =
        before.stack().subList(targetIndex + 1, before.stack().size());
    List<Integer> localCopies = new ArrayList<>();
    for (int slot = 0; slot < before.localCount(); slot++) {
      if (before.local(slot).equals(object)) {
        localCopies.add(slot);
      }
    }
    InsnList code = new InsnList();
    int[] argumentTemps = storeAll(arguments, object, code);
    int[] temps = storeAll(copied, object, code);
    code.add(new TypeInsnNode(Opcodes.NEW, ((TypeInsnNode) object.creation()).desc));
    boolean adjacent = copied.stream().allMatch(object::equals);
    if (adjacent && localCopies.isEmpty()) {
      for (int i = 1; i < copied.size(); i++) {
        code.add(new InsnNode(Opcodes.DUP));
      }
    } else {
      int temp = newSlot(object);
      code.add(Slots.store(object, temp));
      for (int slot : localCopies) {
        code.add(Slots.load(object, temp));
        code.add(Slots.store(object, slot));
      }
      for (int i = 0; i < copied.size(); i++) {
        VerificationType type = copied.get(i);
        code.add(Slots.load(type, type.equals(object) ? temp : temps[i]));
      }
    }
    for (int i = 0; i < arguments.size(); i++) {
      code.add(Slots.load(arguments.get(i), argumentTemps[i]));
    }
    method.instructions.insertBefore(call, code);
  }

  /**
   * Takes values off the stack, the topmost first, into new locals; copies of the object are
   * dropped.
   */
  private int[] storeAll(List<VerificationType> types, VerificationType object, InsnList code) {
    int[] slots = new int[types.size()];
    for (int i = types.size() - 1; i >= 0; i--) {
      VerificationType type = types.get(i);
      if (type.equals(object)) {
        code.add(Slots.pop(type));
      } else {
        slots[i] = newSlot(type);
        code.add(Slots.store(type, slots[i]));
      }
    }
    return slots;
  }

  private int newSlot(VerificationType type) {
    int slot = method.maxLocals;
    method.maxLocals += type.size();
    return slot;
  }
}
