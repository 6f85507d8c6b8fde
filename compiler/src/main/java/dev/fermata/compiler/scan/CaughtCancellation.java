package dev.fermata.compiler.scan;

import dev.fermata.compiler.RuntimeContract;
import dev.fermata.compiler.flow.ControlFlowGraph;
import dev.fermata.compiler.flow.ControlFlowGraph.Block;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;

/**
 * What becomes of a cancellation that a handler catches. It takes the branches that are for its own
 * type; of other conditions nothing is known. It is passed on if the handler throws, fails a future
 * or tells a listener, or asks whether it has caught a cancellation; or if the code behind the
 * handler, from which no way leads back into the try, throws in any case or throws what was caught.
 */
final class CaughtCancellation {
  private static final Set<String> SUPERTYPES =
      Set.of(
          RuntimeContract.TASK_CANCELLED,
          "java/lang/Error",
          "java/lang/Throwable",
          "java/lang/Object",
          "java/io/Serializable");

  /** Exceptions wrapped in exceptions. */
  private static final int MAX_WRAPS = 5;

  private final MethodNode method;
  private final ControlFlowGraph graph;
  private final HandlerAnalysis handlers;
  private final @Nullable Origins origins;
  private final ExceptionOutlets outlets;
  private final LabelNode handler;
  private final boolean passedOnAtOnce;
  private @Nullable BitSet reached;

  CaughtCancellation(MethodFacts facts, LabelNode handler) {
    this.method = facts.method();
    this.graph = facts.graph();
    this.handlers = facts.handlers();
    this.origins = facts.origins();
    this.outlets = facts.outlets();
    this.handler = handler;
    this.passedOnAtOnce =
        nodes(handlers.onlyFrom(graph.blockOf(handler), this::successorsOfCancellation))
            .anyMatch(this::passesOn);
  }

  /** Whether the task ends by it, as far as can be told, when it was delivered at an await. */
  boolean isPassedOn(AbstractInsnNode await) {
    if (passedOnAtOnce) {
      return true;
    }
    if (reached().get(graph.blockOf(await).index())) {
      return false; // tried again
    }
    return outlets.returns().stream().noneMatch(this::isReached) || isThrownLater();
  }

  private boolean passesOn(AbstractInsnNode node) {
    if (node instanceof TypeInsnNode test && test.getOpcode() == Opcodes.INSTANCEOF) {
      return test.desc.equals(RuntimeContract.TASK_CANCELLED);
    }
    if (node instanceof MethodInsnNode call) {
      return ExceptionOutlets.failsFuture(call) || takes(call, Set.of(handler));
    }
    return node.getOpcode() == Opcodes.ATHROW;
  }

  private boolean isThrownLater() {
    if (origins == null) {
      return false;
    }
    Set<AbstractInsnNode> carriers = carriers(origins);
    return outlets.calls().stream().anyMatch(call -> isReached(call) && takes(call, carriers))
        || outlets.throwing().stream()
            .anyMatch(node -> isReached(node) && comesFrom(origins.top(node, 1), carriers));
  }

  /** The caught exception, and what is made of it: exceptions that have it as their cause. */
  private Set<AbstractInsnNode> carriers(Origins values) {
    Set<AbstractInsnNode> carriers = new HashSet<>();
    carriers.add(handler);
    List<MethodInsnNode> constructors =
        outlets.constructors().stream().filter(this::isReached).toList();
    int before = 0;
    for (int i = 0; i < MAX_WRAPS && carriers.size() > before; i++) {
      before = carriers.size();
      for (MethodInsnNode call : constructors) {
        if (comesFrom(values.top(call, arguments(call)), carriers)) {
          values.top(call, arguments(call) + 1).stream().limit(1).forEach(carriers::addAll);
        }
      }
    }
    return carriers;
  }

  /** Whether a call is given what was caught, to throw it, to tell it or to make a future of it. */
  private boolean takes(MethodInsnNode call, Set<AbstractInsnNode> caught) {
    return outlets.calls().contains(call)
        && origins != null
        && comesFrom(origins.top(call, arguments(call)), caught);
  }

  private static int arguments(MethodInsnNode call) {
    return Type.getArgumentTypes(call.desc).length;
  }

  private static boolean comesFrom(
      List<Set<AbstractInsnNode>> values, Set<AbstractInsnNode> origins) {
    return values.stream().anyMatch(value -> value.stream().anyMatch(origins::contains));
  }

  // Control flow

  /** The blocks that a cancellation may come to. */
  private BitSet reached() {
    if (reached == null) {
      reached = handlers.reach(graph.blockOf(handler), this::successorsOfCancellation);
    }
    return reached;
  }

  private boolean isReached(AbstractInsnNode node) {
    return reached().get(graph.blockOf(node).index());
  }

  private Stream<AbstractInsnNode> nodes(BitSet blocks) {
    return blocks.stream()
        .boxed()
        .flatMap(index -> handlers.instructions(graph.blocks().get(index)).stream());
  }

  private List<Integer> successorsOfCancellation(Block block) {
    AbstractInsnNode last = lastOf(block);
    AbstractInsnNode test = last == null ? null : previous(last);
    if (last instanceof JumpInsnNode jump
        && (jump.getOpcode() == Opcodes.IFEQ || jump.getOpcode() == Opcodes.IFNE)
        && test instanceof TypeInsnNode type
        && isOfCaught(type)) {
      boolean jumps = SUPERTYPES.contains(type.desc) == (jump.getOpcode() == Opcodes.IFNE);
      int target = graph.blockOf(jump.label).index();
      return jumps
          ? List.of(target)
          : block.successors().stream().filter(next -> next == block.index() + 1).toList();
    }
    return block.successors();
  }

  /** Whether this asks for the type of the caught exception and of nothing else. */
  private boolean isOfCaught(TypeInsnNode test) {
    return test.getOpcode() == Opcodes.INSTANCEOF
        && origins != null
        && origins.top(test, 1).stream().allMatch(value -> value.equals(Set.of(handler)));
  }

  private @Nullable AbstractInsnNode lastOf(Block block) {
    for (int i = block.end() - 1; i >= block.start(); i--) {
      if (method.instructions.get(i).getOpcode() >= 0) {
        return method.instructions.get(i);
      }
    }
    return null;
  }

  private static @Nullable AbstractInsnNode previous(AbstractInsnNode node) {
    AbstractInsnNode before = node.getPrevious();
    while (before != null && before.getOpcode() < 0) {
      before = before.getPrevious();
    }
    return before;
  }
}
