package dev.fermata.compiler.emit;

import dev.fermata.compiler.flow.AnalysisFrame;
import dev.fermata.compiler.flow.ControlFlowGraph;
import dev.fermata.compiler.flow.ControlFlowGraph.Block;
import dev.fermata.compiler.flow.Instructions;
import dev.fermata.compiler.flow.LoopAnalysis;
import dev.fermata.compiler.flow.LoopAnalysis.Loop;
import dev.fermata.compiler.flow.TypeAnalysis;
import dev.fermata.compiler.flow.VerificationType;
import dev.fermata.compiler.scan.ResultType;
import dev.fermata.compiler.spill.SpillPlan;
import dev.fermata.compiler.spill.SpillPlan.Spill;
import dev.fermata.compiler.suspension.AwaitedCall;
import dev.fermata.compiler.suspension.DirectCall;
import dev.fermata.compiler.suspension.LateBoundCall;
import dev.fermata.compiler.suspension.SuspensionPoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Gathers what is known of each suspension point while the body is still as its author wrote it.
 */
public final class AnalyzeSuspensions {
  private final EntryContext context;
  private final Map<Integer, Gate> headers = new HashMap<>();
  private final Map<VarInsnNode, Gate> entries = new HashMap<>();

  private AnalyzeSuspensions(EntryContext context) {
    this.context = context;
  }

  /** Adds no instruction, but labels where none are. */
  public static List<Held> run(EntryContext context, SpillPlan plan) {
    return new AnalyzeSuspensions(context).gather(plan);
  }

  private List<Held> gather(SpillPlan plan) {
    Map<AbstractInsnNode, List<VerificationType>> arguments = argumentsOfAwaitedCalls(plan);
    List<Result> results = plan.spills().stream().map(spill -> result(spill.point())).toList();
    List<LabelNode> continuations = new ArrayList<>();
    for (Spill spill : plan.spills()) {
      List<AbstractInsnNode> unboxing = results.get(continuations.size()).unboxing();
      continuations.add(
          continuation(
              unboxing.isEmpty() ? spill.point().await() : unboxing.get(unboxing.size() - 1)));
    }
    for (Spill spill : plan.spills()) {
      spill.point().locks().forEach(lock -> entries.computeIfAbsent(lock, this::monitorEntry));
    }
    ControlFlowGraph graph = new ControlFlowGraph(context.entry());
    LoopAnalysis loops = context.layout().hasState() ? new LoopAnalysis(graph) : null;
    List<Held> held = new ArrayList<>();
    for (Spill spill : plan.spills()) {
      MethodInsnNode await = spill.point().await();
      Result result = results.get(held.size());
      LabelNode continuation = continuations.get(held.size());
      held.add(
          new Held(
              spill,
              arguments.getOrDefault(awaitedCall(spill.point()), List.of()),
              context.rangesAround(await),
              loops == null ? List.of() : gates(spill.point(), graph, loops),
              result.type(),
              result.unboxing(),
              continuation,
              result.unboxing().isEmpty() ? continuation : new LabelNode()));
    }
    return held;
  }

  private static @Nullable MethodInsnNode awaitedCall(SuspensionPoint point) {
    AwaitedCall awaited = point.call();
    return awaited == null ? null : awaited.call();
  }

  private Map<AbstractInsnNode, List<VerificationType>> argumentsOfAwaitedCalls(SpillPlan plan) {
    Map<AbstractInsnNode, List<VerificationType>> arguments = new HashMap<>();
    for (Spill spill : plan.spills()) {
      MethodInsnNode call = awaitedCall(spill.point());
      if (call != null) {
        arguments.put(call, List.of());
      }
    }
    TypeAnalysis.walk(
        context.owner().name,
        context.entry(),
        (node, before) ->
            arguments.computeIfPresent(
                node,
                (call, none) -> {
                  MethodInsnNode invoke = (MethodInsnNode) call;
                  int count = Type.getArgumentTypes(invoke.desc).length;
                  count += invoke.getOpcode() == Opcodes.INVOKESTATIC ? 0 : 1;
                  List<VerificationType> stack = before.stack();
                  return List.copyOf(stack.subList(stack.size() - count, stack.size()));
                }));
    return arguments;
  }

  /**
   * What an awaited call gives.
   *
   * @param unboxing the instructions right behind the await that take the primitive out of its box
   */
  private record Result(ResultType type, List<AbstractInsnNode> unboxing) {}

  /** A call that is linked at run time gives what its caller would like best. */
  private Result result(SuspensionPoint point) {
    AwaitedCall awaited = point.call();
    if (awaited instanceof DirectCall direct) {
      ResultType type = direct.target().result();
      return new Result(type, unboxing(point, type));
    }
    if (awaited instanceof LateBoundCall) {
      for (ResultType type : ResultType.values()) {
        List<AbstractInsnNode> unboxing = unboxing(point, type);
        if (!unboxing.isEmpty()) {
          return new Result(type, unboxing);
        }
      }
    }
    return new Result(ResultType.OBJECT, List.of());
  }

  private List<AbstractInsnNode> unboxing(SuspensionPoint point, ResultType result) {
    if (result.isTyped()
        && nextInLine(point.await()) instanceof TypeInsnNode cast
        && cast.getOpcode() == Opcodes.CHECKCAST
        && cast.desc.equals(result.box())
        && nextInLine(cast) instanceof MethodInsnNode call) {
      MethodInsnNode unboxing = result.unboxing();
      if (call.owner.equals(unboxing.owner)
          && call.name.equals(unboxing.name)
          && call.desc.equals(unboxing.desc)) {
        return List.of(cast, call);
      }
    }
    return List.of();
  }

  /** The next instruction, if control goes nowhere but on, in the same exception ranges. */
  private @Nullable AbstractInsnNode nextInLine(AbstractInsnNode from) {
    AbstractInsnNode node = from.getNext();
    while (node != null && node.getOpcode() < 0) {
      if (node instanceof FrameNode || (node instanceof LabelNode label && boundsRange(label))) {
        return null;
      }
      node = node.getNext();
    }
    return node;
  }

  private boolean boundsRange(LabelNode label) {
    return context.entry().tryCatchBlocks.stream()
        .anyMatch(range -> range.start == label || range.end == label);
  }

  /**
   * The label right behind an await. Where control joins there anyway, its stack map serves; else
   * one is added later.
   */
  private LabelNode continuation(AbstractInsnNode await) {
    AbstractInsnNode node = await.getNext();
    while (node != null && node.getOpcode() < 0 && !(node instanceof FrameNode)) {
      node = node.getNext();
    }
    LabelNode label = new LabelNode();
    InsnList code = context.entry().instructions;
    if (node instanceof FrameNode) {
      code.insertBefore(node, label);
    } else {
      code.insert(await, label);
    }
    return label;
  }

  /**
   * The way of a resume: into each monitor, and through the headers of the loops in which it is
   * entered; then through those of the loops around the await.
   */
  private List<Gate> gates(SuspensionPoint point, ControlFlowGraph graph, LoopAnalysis loops) {
    List<Gate> gates = new ArrayList<>();
    Block from = null;
    for (VarInsnNode lock : point.locks()) {
      Block entry = graph.blockOf(lock);
      addHeaders(from, loops.loopsAround(entry), gates);
      gates.add(Objects.requireNonNull(entries.get(lock)));
      from = entry;
    }
    addHeaders(from, loops.loopsAround(graph.blockOf(point.await())), gates);
    return List.copyOf(gates);
  }

  private void addHeaders(@Nullable Block from, List<Loop> around, List<Gate> gates) {
    for (Loop loop : around) {
      if (from == null || !loop.body().get(from.index())) {
        gates.add(headers.computeIfAbsent(loop.header().index(), i -> header(loop.header())));
      }
    }
  }

  private Gate header(Block block) {
    InsnList code = context.entry().instructions;
    LabelNode label = null;
    AnalysisFrame frame = null;
    AbstractInsnNode place = code.get(block.start());
    for (int i = block.start(); i < block.end() && code.get(i).getOpcode() < 0; i++) {
      place = code.get(i);
      if (place instanceof LabelNode candidate) {
        label = candidate;
      } else if (place instanceof FrameNode map) {
        frame = AnalysisFrame.ofStackMap(map);
      }
    }
    if (label == null || frame == null) {
      throw new IllegalStateException("the header of a loop has no stack map");
    }
    return new Gate(label, place, frame, new LabelNode(), null);
  }

  /** The stack map is right before {@code DUP; ASTORE; MONITORENTER}. */
  private Gate monitorEntry(VarInsnNode lock) {
    AbstractInsnNode node = lock;
    while (!(node instanceof FrameNode map)) {
      node = Objects.requireNonNull(node.getPrevious(), "a monitor's entry has no stack map");
    }
    LabelNode label = new LabelNode();
    context.entry().instructions.insertBefore(map, label);
    return new Gate(
        label,
        Instructions.next(lock.getNext()),
        AnalysisFrame.ofStackMap(map),
        new LabelNode(),
        lock);
  }
}
