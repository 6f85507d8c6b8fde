package dev.fermata.compiler;

import dev.fermata.compiler.diagnostic.Diagnostic;
import dev.fermata.compiler.diagnostic.DiagnosticCode;
import dev.fermata.compiler.emit.AnalyzeSuspensions;
import dev.fermata.compiler.emit.EmitCoroutineClass;
import dev.fermata.compiler.emit.EmitFrameClass;
import dev.fermata.compiler.emit.EmitResumes;
import dev.fermata.compiler.emit.EmitStub;
import dev.fermata.compiler.emit.EmitSuspensions;
import dev.fermata.compiler.emit.EntryContext;
import dev.fermata.compiler.emit.EntryLayout;
import dev.fermata.compiler.emit.Held;
import dev.fermata.compiler.emit.MethodObserver;
import dev.fermata.compiler.emit.MoveToDirectEntry;
import dev.fermata.compiler.emit.ReplaceReturns;
import dev.fermata.compiler.emit.SpillMethod;
import dev.fermata.compiler.emit.TrimVariableTable;
import dev.fermata.compiler.flow.ControlFlowGraph;
import dev.fermata.compiler.flow.Instructions;
import dev.fermata.compiler.flow.LoopAnalysis;
import dev.fermata.compiler.flow.TypeCheckException;
import dev.fermata.compiler.normalize.DeferUninitializedNew;
import dev.fermata.compiler.normalize.EnterMethodMonitor;
import dev.fermata.compiler.normalize.KeepMonitorObjects;
import dev.fermata.compiler.normalize.RetargetAddSuppressed;
import dev.fermata.compiler.normalize.TrimDeadLocals;
import dev.fermata.compiler.scan.AsyncMethod;
import dev.fermata.compiler.scan.AsyncMethod.Style;
import dev.fermata.compiler.scan.Awaits;
import dev.fermata.compiler.scan.Places;
import dev.fermata.compiler.spill.PlanSpills;
import dev.fermata.compiler.spill.SpillPlan;
import dev.fermata.compiler.suspension.CollectSuspensionPoints;
import dev.fermata.compiler.suspension.DirectCall;
import dev.fermata.compiler.suspension.Economy;
import dev.fermata.compiler.suspension.RecursiveCalls;
import dev.fermata.compiler.suspension.SuspensionPoint;
import dev.fermata.compiler.verify.ClassHierarchy;
import dev.fermata.compiler.verify.MethodVerifier;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.util.Printer;

/** All passes over one async method, in order. */
final class MethodPipeline {
  private static final int MAX_LOCALS = 65_535;

  private final ClassNode owner;
  private final boolean verifyPasses;
  private final ClassHierarchy hierarchy;
  private final MethodVerifier verifier;
  private final Map<String, AsyncMethod> targets;
  private final RecursiveCalls recursive;
  private final SortedMap<String, byte[]> generated;
  private final MethodObserver observer;
  private final Economies economies;

  /**
   * Makes the pipeline of a class.
   *
   * @param targets the methods that are woven together, by name and descriptor
   * @param generated takes the classes that are made
   * @param observer is told what is found out
   * @param economies what is given up in each method, so that it is smaller
   */
  MethodPipeline(
      ClassNode owner,
      CompilerOptions options,
      ClassHierarchy hierarchy,
      Map<String, AsyncMethod> targets,
      SortedMap<String, byte[]> generated,
      MethodObserver observer,
      Economies economies) {
    this.owner = owner;
    this.verifyPasses = options.verifyPasses();
    this.hierarchy = hierarchy;
    this.verifier = new MethodVerifier(hierarchy);
    this.targets = targets;
    this.recursive = RecursiveCalls.run(owner, targets);
    this.generated = generated;
    this.observer = observer;
    this.economies = economies;
  }

  /** Weaves a method, and returns its direct entry; the class is given the entry by the caller. */
  MethodNode weave(AsyncMethod async) throws PassFailure {
    MethodNode method = async.method();
    if (async.isSynchronized()) {
      step("EnterMethodMonitor", async, method, () -> EnterMethodMonitor.run(owner, method));
    }
    if (async.releaseMonitors()) {
      step(
          "KeepMonitorObjects",
          async,
          method,
          () -> KeepMonitorObjects.run(owner.name, method, Awaits.in(method)));
    }
    List<SuspensionPoint> points = collect(method);
    observer.collected(owner, async, points);

    step(
        "RetargetAddSuppressed",
        async,
        method,
        () -> RetargetAddSuppressed.run(owner.name, method, hierarchy));
    step("TrimDeadLocals", async, method, () -> TrimDeadLocals.run(method));
    step(
        "DeferUninitializedNew",
        async,
        method,
        () -> DeferUninitializedNew.run(owner.name, method, passedByResumes(points)));

    EntryLayout layout = new EntryLayout(async.parameterSlots(), anyBehindGate(method, points));
    MethodNode entry = MoveToDirectEntry.run(owner, async, layout);
    step("MoveToDirectEntry", async, entry, () -> {});
    if (async.style() != Style.LAMBDA) {
      step(
          "ReplaceReturns",
          async,
          entry,
          () -> ReplaceReturns.run(owner.name, async, entry, layout));
    }
    step("EmitSuspensions", async, entry, () -> emitSuspensions(async, entry, layout, points));
    requireSlots(async, entry);
    step("TrimVariableTable", async, entry, () -> TrimVariableTable.run(owner.name, entry));

    if (async.style() == Style.COLD || async.isGenerator()) {
      generated.put(async.coroutineClass(), EmitCoroutineClass.run(owner, async));
    }
    for (SuspensionPoint point : points) {
      if (point.call() instanceof DirectCall direct && direct.needsCoroutine()) {
        AsyncMethod hot = direct.target();
        generated.computeIfAbsent(hot.coroutineClass(), name -> EmitCoroutineClass.run(owner, hot));
      }
    }
    if (async.style() != Style.LAMBDA) {
      EmitStub.run(owner, async);
    }
    return entry;
  }

  private void requireSlots(AsyncMethod async, MethodNode entry) throws PassFailure {
    if (entry.maxLocals > MAX_LOCALS) {
      throw new PassFailure(
          async.method(),
          Diagnostic.of(
              DiagnosticCode.TOO_MANY_VARIABLES,
              Places.of(owner, entry),
              "the woven method has "
                  + entry.maxLocals
                  + " slots of local variables; the JVM allows "
                  + MAX_LOCALS,
              "split the method"));
    }
  }

  private List<SuspensionPoint> collect(MethodNode method) throws PassFailure {
    try {
      return CollectSuspensionPoints.run(owner, method, targets, recursive, economyOf(method));
    } catch (TypeCheckException e) {
      throw new PassFailure(method, malformed(owner, method, e));
    }
  }

  private Economy economyOf(MethodNode method) {
    return economies.of(method.name + method.desc);
  }

  /** A method that does not verify as it was read. */
  static Diagnostic malformed(ClassNode owner, MethodNode method, TypeCheckException e) {
    return Diagnostic.of(
        DiagnosticCode.MALFORMED_CLASS,
        Places.of(owner, method),
        "the method does not verify: " + e.getMessage(),
        "compile the class again, and weave before other tools change it");
  }

  private static Set<AbstractInsnNode> passedByResumes(List<SuspensionPoint> points) {
    return points.stream()
        .flatMap(point -> Stream.concat(Stream.of(point.await()), point.locks().stream()))
        .collect(Collectors.toSet());
  }

  private static boolean anyBehindGate(MethodNode method, List<SuspensionPoint> points) {
    if (points.isEmpty()) {
      return false;
    }
    ControlFlowGraph graph = new ControlFlowGraph(method);
    LoopAnalysis loops = new LoopAnalysis(graph);
    return points.stream()
        .anyMatch(
            point ->
                !point.locks().isEmpty()
                    || !loops.loopsAround(graph.blockOf(point.await())).isEmpty());
  }

  private void emitSuspensions(
      AsyncMethod async, MethodNode entry, EntryLayout layout, List<SuspensionPoint> points) {
    if (points.isEmpty()) {
      return;
    }
    EntryContext context =
        new EntryContext(owner, async, entry, layout, economyOf(async.method()), new InsnList());
    SpillPlan plan = PlanSpills.run(owner.name, entry, points);
    List<Held> held = AnalyzeSuspensions.run(context, plan);
    observer.analyzed(context, plan, held);
    List<SpillMethod> spillMethods = EmitSuspensions.run(context, held);
    EmitResumes.run(context, held);
    entry.instructions.add(context.outOfLine());
    generated.put(async.frameClass(), EmitFrameClass.run(owner, async, plan, held, spillMethods));
  }

  /**
   * Runs a pass; under test the method is verified after it, so that the pass that breaks one is
   * known.
   */
  private void step(String pass, AsyncMethod async, MethodNode method, Runnable body)
      throws PassFailure {
    try {
      body.run();
      if (verifyPasses) {
        verifier.verify(owner.name, method);
      }
    } catch (TypeCheckException e) {
      throw fault(pass, async, method, e);
    } catch (RuntimeException e) {
      throw fault(pass, async, method, new TypeCheckException(e.toString()));
    }
  }

  private PassFailure fault(
      String pass, AsyncMethod async, MethodNode method, TypeCheckException e) {
    String marked =
        e.instruction() == null || e.instruction().getOpcode() < 0
            ? ""
            : " at " + Printer.OPCODES[e.instruction().getOpcode()];
    int line = e.instruction() == null ? 0 : Instructions.line(e.instruction());
    return new PassFailure(
        async.method(),
        Diagnostic.of(
            DiagnosticCode.INTERNAL_ERROR,
            Places.of(owner, method),
            pass + " broke the method" + marked + " (line " + line + "): " + e.getMessage(),
            "please report this with the class file; exclude the class meanwhile"));
  }
}
