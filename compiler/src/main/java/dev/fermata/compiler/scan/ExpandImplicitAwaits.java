package dev.fermata.compiler.scan;

import dev.fermata.compiler.RuntimeContract;
import dev.fermata.compiler.flow.ControlFlowGraph;
import dev.fermata.compiler.flow.FailureInFlight;
import dev.fermata.compiler.flow.FailureInFlightAnalysis;
import dev.fermata.compiler.flow.Slots;
import dev.fermata.compiler.flow.TypeCheckException;
import dev.fermata.compiler.flow.ValueOrigins;
import dev.fermata.compiler.verify.ClassHierarchy;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;

/**
 * Writes out the awaits that an async method does not write itself, so that all later stages know
 * one kind of await only.
 *
 * <pre>
 * INVOKEINTERFACE AsyncCloseable.close()V  =>  ALOAD failure; closeAsync(Throwable); Fermata.await; POP
 * INVOKEINTERFACE Iterator.hasNext()Z      =>  hasNextAsync(); Fermata.await; booleanValue
 * INVOKEINTERFACE Iterator.next()Object    =>  nextAsync(); Fermata.await
 * INVOKESTATIC Fermata.emit(Object)V       =>  Fermata.emit(Object)Object; POP
 * </pre>
 *
 * <p>An iterator is async if it is declared so, or comes from nothing but calls of {@code
 * AsyncIterable.iterator()}: a compiler declares the variable of a {@code for} loop as a plain
 * {@code Iterator}. The failure is the exception because of which a resource is closed, null at a
 * normal end.
 */
final class ExpandImplicitAwaits {
  private final String owner;
  private final MethodNode method;
  private final ClassHierarchy hierarchy;
  private final IteratorCalls iterators;

  private ExpandImplicitAwaits(String owner, MethodNode method, ClassHierarchy hierarchy) {
    this.owner = owner;
    this.method = method;
    this.hierarchy = hierarchy;
    this.iterators = new IteratorCalls(hierarchy);
  }

  /** Rewrites a method that may await, in place. */
  static void run(String owner, MethodNode method, ClassHierarchy hierarchy) {
    new ExpandImplicitAwaits(owner, method, hierarchy).rewrite();
  }

  /** Whether a method awaits or emits anything, be it that it does not say so. */
  static boolean isHeld(MethodNode method, ClassHierarchy hierarchy) {
    ExpandImplicitAwaits pass = new ExpandImplicitAwaits("", method, hierarchy);
    for (AbstractInsnNode node : method.instructions) {
      if (node instanceof MethodInsnNode call
          && (pass.isAsyncClose(call)
              || pass.iterators.makesAsyncIterator(call)
              || pass.iterators.isAsyncStep(call))) {
        return true;
      }
    }
    return !Awaits.in(method).isEmpty() || !Awaits.emitsIn(method).isEmpty();
  }

  private void rewrite() {
    Map<MethodInsnNode, FailureInFlight> told = InlineCloseResource.run(owner, method, hierarchy);
    Set<AbstractInsnNode> steps = asyncIteratorCalls();
    Set<MethodInsnNode> closes = asyncCloses();
    Map<MethodInsnNode, FailureInFlight> failures =
        FailureInFlightAnalysis.run(owner, method, closes);
    if (!closes.isEmpty()) {
      method.maxStack++; // for the failure
    }
    for (AbstractInsnNode node : method.instructions.toArray()) {
      if (!(node instanceof MethodInsnNode call)) {
        continue;
      }
      if (closes.contains(call)) {
        expandClose(call, told.getOrDefault(call, failures.get(call)));
      } else if (steps.contains(call)) {
        expandStep(call);
      } else if (Awaits.isEmit(call)) {
        boolean all = call.name.equals(RuntimeContract.EMIT_ALL);
        call.desc = all ? RuntimeContract.EMIT_ALL_WOVEN_DESC : RuntimeContract.EMIT_WOVEN_DESC;
        method.instructions.insert(call, pop());
      }
    }
  }

  private static InsnList pop() {
    InsnList code = new InsnList();
    code.add(new InsnNode(Opcodes.POP));
    return code;
  }

  private Set<MethodInsnNode> asyncCloses() {
    Set<MethodInsnNode> closes = new HashSet<>();
    for (AbstractInsnNode node : method.instructions) {
      if (node instanceof MethodInsnNode call && isAsyncClose(call)) {
        closes.add(call);
      }
    }
    return closes;
  }

  private void expandClose(MethodInsnNode call, @Nullable FailureInFlight failure) {
    InsnList argument = new InsnList();
    if (failure == null) {
      argument.add(new InsnNode(Opcodes.ACONST_NULL));
    } else {
      argument.add(Slots.load(failure.type(), failure.slot()));
      if (!hierarchy.isAssignable(failure.type().name(), "java/lang/Throwable")) {
        argument.add(new TypeInsnNode(Opcodes.CHECKCAST, "java/lang/Throwable"));
      }
    }
    method.instructions.insertBefore(call, argument);
    replace(
        call,
        new MethodInsnNode(
            Opcodes.INVOKEINTERFACE,
            RuntimeContract.ASYNC_CLOSEABLE,
            RuntimeContract.CLOSE_ASYNC,
            RuntimeContract.CLOSE_ASYNC_DESC,
            true),
        pop());
  }

  private boolean isAsyncClose(MethodInsnNode call) {
    return call.name.equals("close")
        && call.desc.equals("()V")
        && IteratorCalls.isVirtual(call)
        && hierarchy.isCertainlySubtype(call.owner, RuntimeContract.ASYNC_CLOSEABLE);
  }

  private void expandStep(MethodInsnNode call) {
    InsnList result = new InsnList();
    boolean asks = IteratorCalls.asks(call);
    if (asks) {
      result.add(new TypeInsnNode(Opcodes.CHECKCAST, "java/lang/Boolean"));
      result.add(
          new MethodInsnNode(
              Opcodes.INVOKEVIRTUAL, "java/lang/Boolean", "booleanValue", "()Z", false));
    }
    // The variable is declared as an Iterator.
    method.instructions.insertBefore(
        call, new TypeInsnNode(Opcodes.CHECKCAST, RuntimeContract.ASYNC_ITERATOR));
    replace(
        call,
        new MethodInsnNode(
            Opcodes.INVOKEINTERFACE,
            RuntimeContract.ASYNC_ITERATOR,
            asks ? RuntimeContract.HAS_NEXT_ASYNC : RuntimeContract.NEXT_ASYNC,
            asks ? RuntimeContract.HAS_NEXT_ASYNC_DESC : RuntimeContract.NEXT_ASYNC_DESC,
            true),
        result);
  }

  /** A step gives a coroutine. */
  private void replace(MethodInsnNode call, MethodInsnNode step, InsnList result) {
    InsnList code = new InsnList();
    code.add(step);
    code.add(
        new MethodInsnNode(
            Opcodes.INVOKESTATIC,
            RuntimeContract.FERMATA,
            RuntimeContract.AWAIT,
            RuntimeContract.AWAIT_COROUTINE_DESC,
            false));
    code.add(result);
    method.instructions.insertBefore(call, code);
    method.instructions.remove(call);
  }

  private Set<AbstractInsnNode> asyncIteratorCalls() {
    Set<AbstractInsnNode> calls = new HashSet<>();
    boolean iterates = false;
    for (AbstractInsnNode node : method.instructions) {
      if (node instanceof MethodInsnNode call) {
        iterates |= iterators.makesAsyncIterator(call);
        if (iterators.isAsyncStep(call)) {
          calls.add(call);
        }
      }
    }
    if (!iterates) {
      return calls;
    }
    ValueOrigins origins;
    try {
      origins = ValueOrigins.analyze(owner, method, new ControlFlowGraph(method));
    } catch (TypeCheckException e) {
      return calls; // a broken method is reported where it is woven
    }
    for (AbstractInsnNode node : method.instructions) {
      if (node instanceof MethodInsnNode call && iterators.isStep(call)) {
        Set<AbstractInsnNode> iterator = origins.of(origins.operands(call, 1));
        if (!iterator.isEmpty()
            && iterator.stream()
                .allMatch(
                    o -> o instanceof MethodInsnNode from && iterators.makesAsyncIterator(from))) {
          calls.add(call);
        }
      }
    }
    return calls;
  }
}
