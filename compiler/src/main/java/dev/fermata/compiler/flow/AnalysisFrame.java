package dev.fermata.compiler.flow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The types of all local variables and operands at one instruction. Locals are numbered by slot
 * (the second slot of a wide value is {@code TOP}), operands by value, the deepest first.
 */
public final class AnalysisFrame {
  private VerificationType[] locals;
  private final List<VerificationType> stack;

  private AnalysisFrame(VerificationType[] locals, List<VerificationType> stack) {
    this.locals = locals;
    this.stack = stack;
  }

  /** A frame of which nothing is known. */
  public static AnalysisFrame empty() {
    return new AnalysisFrame(new VerificationType[0], new ArrayList<>());
  }

  /** The frame with which a method starts. */
  public static AnalysisFrame ofEntry(String owner, MethodNode method) {
    AnalysisFrame frame = new AnalysisFrame(new VerificationType[0], new ArrayList<>());
    int slot = 0;
    if ((method.access & Opcodes.ACC_STATIC) == 0) {
      frame.set(
          slot++,
          method.name.equals("<init>")
              ? VerificationType.UNINITIALIZED_THIS
              : VerificationType.receiver(owner));
    }
    for (Type argument : Type.getArgumentTypes(method.desc)) {
      VerificationType type = VerificationType.of(argument);
      frame.set(slot, type);
      slot += type.size();
    }
    return frame;
  }

  /** The frame that a stack map of the class declares. */
  public static AnalysisFrame ofStackMap(FrameNode node) {
    AnalysisFrame frame = new AnalysisFrame(new VerificationType[0], new ArrayList<>());
    List<VerificationType> declared =
        orEmpty(node.local).stream().map(AnalysisFrame::typeOf).toList();
    // At once: a stack map may have 65,535 entries.
    frame.ensure(declared.stream().mapToInt(VerificationType::size).sum());
    int slot = 0;
    for (VerificationType type : declared) {
      frame.set(slot, type);
      slot += type.size();
    }
    for (Object entry : orEmpty(node.stack)) {
      frame.push(typeOf(entry));
    }
    return frame;
  }

  private static List<Object> orEmpty(List<Object> entries) {
    return entries == null ? List.of() : entries;
  }

  private static VerificationType typeOf(Object entry) {
    if (entry instanceof String name) {
      return VerificationType.object(name);
    }
    if (entry instanceof LabelNode label) {
      return VerificationType.uninitialized(Instructions.next(label));
    }
    return switch ((Integer) entry) {
      case 0 -> VerificationType.TOP;
      case 1 -> VerificationType.INT;
      case 2 -> VerificationType.FLOAT;
      case 3 -> VerificationType.DOUBLE;
      case 4 -> VerificationType.LONG;
      case 5 -> VerificationType.NULL;
      case 6 -> VerificationType.UNINITIALIZED_THIS;
      default -> throw new TypeCheckException("unknown entry of a stack map: " + entry);
    };
  }

  /** A copy that later instructions don't change. */
  public AnalysisFrame copy() {
    return new AnalysisFrame(locals.clone(), new ArrayList<>(stack));
  }

  /** How many slots are known; all above are {@code TOP}. */
  public int localCount() {
    return locals.length;
  }

  /** The type in a slot. */
  public VerificationType local(int slot) {
    return slot < locals.length ? locals[slot] : VerificationType.TOP;
  }

  /** The operands, the deepest first; a read-only view. */
  public List<VerificationType> stack() {
    return Collections.unmodifiableList(stack);
  }

  /**
   * Sets the type in a slot, as a store does: it makes the other half of an overwritten wide value
   * unusable.
   */
  public void set(int slot, VerificationType type) {
    ensure(slot + type.size());
    if (slot > 0 && locals[slot - 1].size() == 2) {
      locals[slot - 1] = VerificationType.TOP;
    }
    if (locals[slot].size() == 2) {
      locals[slot + 1] = VerificationType.TOP;
    }
    if (type.size() == 2) {
      if (locals[slot + 1].size() == 2) {
        locals[slot + 2] = VerificationType.TOP;
      }
      locals[slot + 1] = VerificationType.TOP;
    }
    locals[slot] = type;
  }

  private void ensure(int count) {
    int before = locals.length;
    if (count > before) {
      // One more than asked for, so that the second half of a wide value is always there.
      locals = Arrays.copyOf(locals, count + 1);
      Arrays.fill(locals, before, locals.length, VerificationType.TOP);
    }
  }

  /** Pushes an operand. */
  public void push(VerificationType type) {
    stack.add(type);
  }

  /** Pops the topmost operand, whatever it is. */
  public VerificationType pop() {
    if (stack.isEmpty()) {
      throw new TypeCheckException("operand stack underflow");
    }
    return stack.remove(stack.size() - 1);
  }

  /** The object that {@code creation} made is initialised now: replaces it everywhere. */
  void initialize(VerificationType uninitialized, VerificationType initialized) {
    for (int i = 0; i < locals.length; i++) {
      if (locals[i].equals(uninitialized)) {
        locals[i] = initialized;
      }
    }
    stack.replaceAll(type -> type.equals(uninitialized) ? initialized : type);
  }

  /** What {@code creation} made before can't be used any more, since it is executed again. */
  void forget(AbstractInsnNode creation) {
    VerificationType stale = VerificationType.uninitialized(creation);
    if (stack.contains(stale)) {
      throw new TypeCheckException("an uninitialised object is on the stack when it is made again");
    }
    for (int i = 0; i < locals.length; i++) {
      if (locals[i].equals(stale)) {
        locals[i] = VerificationType.TOP;
      }
    }
  }

  /** Tells the receiver apart from other objects of its class, where slot 0 is known to hold it. */
  void markReceiver() {
    if (locals.length > 0 && locals[0].sort() == VerificationType.Sort.OBJECT) {
      locals[0] = VerificationType.receiver(locals[0].name());
    }
  }

  @Override
  public String toString() {
    return Arrays.toString(locals) + stack;
  }
}
