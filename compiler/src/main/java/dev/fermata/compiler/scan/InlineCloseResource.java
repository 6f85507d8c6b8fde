package dev.fermata.compiler.scan;

import dev.fermata.compiler.RuntimeContract;
import dev.fermata.compiler.flow.AnalysisFrame;
import dev.fermata.compiler.flow.FailureInFlight;
import dev.fermata.compiler.flow.Slots;
import dev.fermata.compiler.flow.StackMaps;
import dev.fermata.compiler.flow.TypeAnalysis;
import dev.fermata.compiler.flow.TypeCheckException;
import dev.fermata.compiler.flow.VerificationType;
import dev.fermata.compiler.flow.VerificationType.Sort;
import dev.fermata.compiler.verify.ClassHierarchy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/**
 * Puts the body of {@code $closeResource} in place of its calls, so that its close may await. The
 * javac of JDK 9 and 10 made this static method for try-with-resources, one a class (JDK-7020499;
 * gone again with JDK-8194978).
 *
 * <pre>
 * INVOKESTATIC $closeResource   =>   ASTORE r; ASTORE failure
 *                                    try { r.close(); }
 *                                    catch (Throwable t) {
 *                                      if (failure == null) throw t;
 *                                      failure.addSuppressed(t);
 *                                    }
 * </pre>
 */
final class InlineCloseResource {
  private static final String THROWABLE = "java/lang/Throwable";
  private static final String AUTO_CLOSEABLE = "java/lang/AutoCloseable";

  private final MethodNode method;
  private final ClassHierarchy hierarchy;
  private final Map<MethodInsnNode, FailureInFlight> closes = new LinkedHashMap<>();

  private InlineCloseResource(MethodNode method, ClassHierarchy hierarchy) {
    this.method = method;
    this.hierarchy = hierarchy;
  }

  /**
   * Rewrites a method in place.
   *
   * @return the closes that stand there now, with the exceptions that the helper was given
   */
  static Map<MethodInsnNode, FailureInFlight> run(
      String owner, MethodNode method, ClassHierarchy hierarchy) {
    Map<MethodInsnNode, AnalysisFrame> calls = new LinkedHashMap<>();
    for (AbstractInsnNode node : method.instructions) {
      if (node instanceof MethodInsnNode call && isHelper(owner, call)) {
        calls.put(call, AnalysisFrame.ofEntry(owner, method));
      }
    }
    if (calls.isEmpty()) {
      return Map.of();
    }
    try {
      TypeAnalysis.walk(
          owner,
          method,
          (node, before) -> {
            if (node instanceof MethodInsnNode call && calls.containsKey(call)) {
              calls.put(call, before.copy());
            }
          });
    } catch (TypeCheckException e) {
      return Map.of(); // a broken method is reported where it is woven
    }
    InlineCloseResource pass = new InlineCloseResource(method, hierarchy);
    calls.forEach(pass::inline);
    return pass.closes;
  }

  private static boolean isHelper(String owner, MethodInsnNode call) {
    return call.getOpcode() == Opcodes.INVOKESTATIC
        && call.owner.equals(owner)
        && call.name.equals("$closeResource")
        && call.desc.equals("(L" + THROWABLE + ";L" + AUTO_CLOSEABLE + ";)V");
  }

  private void inline(MethodInsnNode call, AnalysisFrame before) {
    if (before.stack().size() != 2) {
      return; // an exception would drop what lies below; javac closes where the stack is empty
    }
    VerificationType type = before.stack().get(1);
    int resource = method.maxLocals++;
    int failure = method.maxLocals++;
    int thrown = method.maxLocals++;
    method.maxStack = Math.max(method.maxStack, 2);
    VerificationType exception = VerificationType.object(THROWABLE);
    MethodInsnNode close =
        new MethodInsnNode(Opcodes.INVOKEINTERFACE, closeable(type), "close", "()V", true);
    closes.put(close, new FailureInFlight(failure, exception));
    LabelNode start = new LabelNode();
    LabelNode end = new LabelNode();
    LabelNode handler = new LabelNode();
    LabelNode suppress = new LabelNode();
    LabelNode done = new LabelNode();

    InsnList code = new InsnList();
    code.add(Slots.store(type, resource));
    code.add(Slots.store(exception, failure));
    code.add(start);
    code.add(Slots.load(type, resource));
    code.add(close);
    code.add(end);
    code.add(new JumpInsnNode(Opcodes.GOTO, done));
    code.add(handler);
    code.add(map(before, failure, List.of(exception)));
    code.add(Slots.store(exception, thrown));
    code.add(Slots.load(exception, failure));
    code.add(new JumpInsnNode(Opcodes.IFNONNULL, suppress));
    code.add(Slots.load(exception, thrown));
    code.add(new InsnNode(Opcodes.ATHROW));
    code.add(suppress);
    code.add(mapWithBoth(before, failure, thrown));
    code.add(Slots.load(exception, failure));
    code.add(Slots.load(exception, thrown));
    code.add(
        new MethodInsnNode(
            Opcodes.INVOKEVIRTUAL, THROWABLE, "addSuppressed", "(L" + THROWABLE + ";)V", false));
    code.add(done);
    code.add(map(before, -1, List.of()));
    code.add(new InsnNode(Opcodes.NOP)); // keeps this stack map apart from one that follows
    method.instructions.insertBefore(call, code);
    method.instructions.remove(call);
    method.tryCatchBlocks.add(0, new TryCatchBlockNode(start, end, handler, THROWABLE));
  }

  /** The static type where it awaits; any other one is closed by its most general interface. */
  private String closeable(VerificationType type) {
    return type.sort() == Sort.OBJECT
            && hierarchy.isCertainlySubtype(type.name(), RuntimeContract.ASYNC_CLOSEABLE)
        ? RuntimeContract.ASYNC_CLOSEABLE
        : AUTO_CLOSEABLE;
  }

  private FrameNode map(AnalysisFrame before, int failure, List<VerificationType> stack) {
    return map(before, failure, -1, stack);
  }

  private FrameNode mapWithBoth(AnalysisFrame before, int failure, int thrown) {
    return map(before, failure, thrown, List.of());
  }

  private FrameNode map(
      AnalysisFrame before, int failure, int thrown, List<VerificationType> stack) {
    return StackMaps.node(
        method.maxLocals,
        slot ->
            slot == failure || slot == thrown
                ? VerificationType.object(THROWABLE)
                : before.local(slot),
        stack,
        method.instructions);
  }
}
