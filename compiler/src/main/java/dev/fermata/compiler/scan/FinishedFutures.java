package dev.fermata.compiler.scan;

import dev.fermata.compiler.RuntimeContract;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Which futures and coroutines are known to be done where they are returned: what {@code completed}
 * and its like give, constants and methods of the same class that are nothing else, and what is
 * made by static methods of the future's own class.
 */
final class FinishedFutures {
  private static final Set<String> MAKE =
      Set.of("completedFuture", "failedFuture", "completedStage", "failedStage");
  private static final Set<String> COMPLETE = Set.of("complete", "completeExceptionally");

  /** Methods that call methods that make futures. */
  private static final int MAX_DEPTH = 3;

  private final ClassFacts facts;
  private final ClassNode owner;
  private final List<AsyncMethod> methods;

  /**
   * Looks at the futures of a class.
   *
   * @param methods the methods whose calls run no body, or no more of it than goes at once
   */
  FinishedFutures(ClassFacts facts, List<AsyncMethod> methods) {
    this.facts = facts;
    this.owner = facts.owner();
    this.methods = methods;
  }

  /** Whether a value that a method returns may be pending. */
  boolean mayBePending(Set<AbstractInsnNode> origins) {
    return mayBePending(origins, 0);
  }

  private boolean mayBePending(Set<AbstractInsnNode> origins, int depth) {
    return origins.isEmpty() || origins.stream().anyMatch(origin -> mayBePending(origin, depth));
  }

  private boolean mayBePending(AbstractInsnNode origin, int depth) {
    if (origin instanceof MethodInsnNode call) {
      return !isFinished(call, depth);
    }
    if (origin instanceof FieldInsnNode field) {
      return !isFinished(field, depth);
    }
    // A future that the method has made itself is usually completed by it too.
    return origin.getOpcode() != Opcodes.NEW && origin.getOpcode() != Opcodes.ACONST_NULL;
  }

  private boolean isFinished(MethodInsnNode call, int depth) {
    if (call.owner.equals(RuntimeContract.FERMATA)) {
      return call.name.equals(RuntimeContract.COMPLETED);
    }
    if (call.owner.equals(RuntimeContract.COMPLETABLE_FUTURE)) {
      return MAKE.contains(call.name);
    }
    boolean fixed = call.getOpcode() == Opcodes.INVOKESTATIC;
    if (fixed && Type.getReturnType(call.desc).getInternalName().equals(call.owner)) {
      return true;
    }
    MethodNode target = fixed && call.owner.equals(owner.name) ? find(call) : null;
    return target != null && depth < MAX_DEPTH && givesFinished(target, depth);
  }

  private @Nullable MethodNode find(MethodInsnNode call) {
    return owner.methods.stream()
        .filter(method -> method.name.equals(call.name) && method.desc.equals(call.desc))
        .filter(method -> methods.stream().noneMatch(async -> async.method() == method))
        .findFirst()
        .orElse(null);
  }

  private boolean givesFinished(MethodNode method, int depth) {
    Origins origins = method.instructions.size() == 0 ? null : facts.of(method).origins();
    if (origins == null) {
      return false;
    }
    for (AbstractInsnNode node : method.instructions) {
      if (node.getOpcode() == Opcodes.ARETURN) {
        for (Set<AbstractInsnNode> value : origins.top(node, 1)) {
          if (mayBePending(value, depth + 1) || isLeftOpen(value, method, origins)) {
            return false;
          }
        }
      }
    }
    return true;
  }

  /** Whether a future is made by a method that never completes it. */
  private static boolean isLeftOpen(
      Set<AbstractInsnNode> values, MethodNode method, Origins origins) {
    return values.stream()
        .filter(origin -> origin.getOpcode() == Opcodes.NEW)
        .anyMatch(made -> !isCompleted(made, method, origins));
  }

  private static boolean isCompleted(AbstractInsnNode made, MethodNode method, Origins origins) {
    for (AbstractInsnNode node : method.instructions) {
      if (node instanceof MethodInsnNode call
          && COMPLETE.contains(call.name)
          && origins.top(call, 2).stream().anyMatch(value -> value.contains(made))) {
        return true;
      }
    }
    return false;
  }

  /** A constant of the class whose initialiser makes it. */
  private boolean isFinished(FieldInsnNode field, int depth) {
    MethodNode initialiser =
        owner.methods.stream()
            .filter(method -> method.name.equals("<clinit>"))
            .findFirst()
            .orElse(null);
    if (!isConstant(field) || initialiser == null || depth >= MAX_DEPTH) {
      return false;
    }
    Origins origins = facts.of(initialiser).origins();
    if (origins == null) {
      return false;
    }
    boolean finished = false;
    for (AbstractInsnNode node : initialiser.instructions) {
      if (node instanceof FieldInsnNode put
          && put.getOpcode() == Opcodes.PUTSTATIC
          && put.name.equals(field.name)
          && put.desc.equals(field.desc)) {
        for (Set<AbstractInsnNode> value : origins.top(put, 1)) {
          if (mayBePending(value, depth + 1) || isLeftOpen(value, initialiser, origins)) {
            return false;
          }
          finished = true;
        }
      }
    }
    return finished;
  }

  private boolean isConstant(FieldInsnNode get) {
    return get.owner.equals(owner.name)
        && owner.fields.stream()
            .filter(field -> field.name.equals(get.name) && field.desc.equals(get.desc))
            .anyMatch(FinishedFutures::isConstant);
  }

  private static boolean isConstant(FieldNode field) {
    int constant = Opcodes.ACC_STATIC | Opcodes.ACC_FINAL;
    return (field.access & constant) == constant;
  }
}
