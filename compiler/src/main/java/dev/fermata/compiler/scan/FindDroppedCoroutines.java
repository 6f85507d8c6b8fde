package dev.fermata.compiler.scan;

import dev.fermata.compiler.RuntimeContract;
import dev.fermata.compiler.diagnostic.Diagnostic;
import dev.fermata.compiler.diagnostic.DiagnosticCode;
import dev.fermata.compiler.diagnostic.DiagnosticSink;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Warns of coroutines that can't ever be awaited: the result of a call is dropped, or goes nowhere
 * but to where it is printed or compared. Follows the values through local variables and casts.
 * Calls that only tell a mocking library what to expect make no coroutine: those of what it has
 * given, as in {@code verify(mock).work()}, and those in lambdas that it takes.
 */
public final class FindDroppedCoroutines {
  private static final String MOCKING = "org/mockito/";

  private final ClassFacts facts;
  private final ClassNode owner;
  private final DiagnosticSink sink;

  private FindDroppedCoroutines(ClassFacts facts, DiagnosticSink sink) {
    this.facts = facts;
    this.owner = facts.owner();
    this.sink = sink;
  }

  /** Reports them, in code order. */
  public static void run(ClassFacts facts, DiagnosticSink sink) {
    FindDroppedCoroutines search = new FindDroppedCoroutines(facts, sink);
    Set<String> expectations = expectations(facts.owner());
    facts.owner().methods.stream()
        .filter(method -> !expectations.contains(method.name + method.desc))
        .forEach(search::look);
  }

  /** The bodies of lambdas that a mocking library takes. */
  private static Set<String> expectations(ClassNode owner) {
    Set<String> bodies = new HashSet<>();
    for (MethodNode method : owner.methods) {
      for (AbstractInsnNode node : method.instructions) {
        Handle body = LambdaBodies.bodyOf(node);
        if (body != null
            && LambdaBodies.interfacesOf((InvokeDynamicInsnNode) node).get(0).startsWith(MOCKING)) {
          bodies.add(body.getName() + body.getDesc());
        }
      }
    }
    return bodies;
  }

  private void look(MethodNode method) {
    Set<AbstractInsnNode> dropped = Collections.newSetFromMap(new IdentityHashMap<>());
    for (AbstractInsnNode node : method.instructions) {
      if (node instanceof MethodInsnNode call && makesCoroutine(call)) {
        dropped.add(call);
      }
    }
    if (dropped.isEmpty()) {
      return;
    }
    Origins origins = facts.of(method).origins();
    if (origins == null) {
      return;
    }
    origins.ofAll(FindDroppedCoroutines::operands).forEach(dropped::remove);
    for (AbstractInsnNode node : method.instructions) {
      if (dropped.contains(node)
          && origins.isReached(node)
          && !isExpectation((MethodInsnNode) node, origins)) {
        report(method, (MethodInsnNode) node);
      }
    }
  }

  private static boolean isExpectation(MethodInsnNode call, Origins origins) {
    return call.getOpcode() != Opcodes.INVOKESTATIC
        && origins.top(call, Type.getArgumentTypes(call.desc).length + 1).get(0).stream()
            .anyMatch(
                origin -> origin instanceof MethodInsnNode made && made.owner.startsWith(MOCKING));
  }

  private static boolean makesCoroutine(MethodInsnNode call) {
    return call.desc.endsWith(")L" + RuntimeContract.COROUTINE + ";")
        && !(call.owner.equals(RuntimeContract.FERMATA)
            && call.name.equals(RuntimeContract.COMPLETED));
  }

  /** How many values from the top of the stack an instruction may do something with. */
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
