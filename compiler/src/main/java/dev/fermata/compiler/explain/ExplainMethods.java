package dev.fermata.compiler.explain;

import dev.fermata.compiler.classfile.CodeSizes;
import dev.fermata.compiler.emit.EntryContext;
import dev.fermata.compiler.emit.Gate;
import dev.fermata.compiler.emit.Held;
import dev.fermata.compiler.emit.MethodObserver;
import dev.fermata.compiler.explain.MethodExplanation.CodeSize;
import dev.fermata.compiler.explain.MethodExplanation.Place;
import dev.fermata.compiler.explain.SuspensionExplanation.Handler;
import dev.fermata.compiler.explain.SuspensionExplanation.LiveValue;
import dev.fermata.compiler.flow.Instructions;
import dev.fermata.compiler.flow.VerificationType;
import dev.fermata.compiler.flow.VerificationType.Sort;
import dev.fermata.compiler.scan.AsyncMethod;
import dev.fermata.compiler.scan.Places;
import dev.fermata.compiler.spill.FrameField;
import dev.fermata.compiler.spill.SpillPlan;
import dev.fermata.compiler.spill.SpilledValue;
import dev.fermata.compiler.suspension.SuspensionPoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Notes down what the passes find out about each method of a class while it is woven, and explains
 * those that were woven in the end.
 */
@SuppressWarnings(
    "exports") // the package is exported for its records; this is for the facade alone
public final class ExplainMethods implements MethodObserver {
  private final Map<String, Draft> drafts = new LinkedHashMap<>();

  /** What is known of a method before it is written. */
  private record Draft(
      Place place,
      AsyncMethod async,
      String owner,
      List<Awaited> awaited,
      List<Transition> transitions,
      @Nullable FrameExplanation frame,
      List<SuspensionExplanation> suspensions) {}

  /** Knows nothing yet; one class is woven with it. */
  public ExplainMethods() {}

  @Override
  public void collected(ClassNode owner, AsyncMethod async, List<SuspensionPoint> points) {
    MethodNode method = async.method();
    drafts.put(
        key(async),
        new Draft(
            place(owner, method),
            async,
            owner.name,
            points.stream().map(point -> DescribeAwaited.run(method, point)).toList(),
            TransitionAnalysis.run(method, points),
            null,
            List.of()));
  }

  @Override
  public void analyzed(EntryContext context, SpillPlan plan, List<Held> held) {
    drafts.computeIfPresent(
        key(context.async()),
        (key, draft) ->
            new Draft(
                draft.place,
                draft.async,
                draft.owner,
                draft.awaited,
                draft.transitions,
                frame(context.async(), plan),
                held.stream().map(point -> suspension(context, draft, point)).toList()));
  }

  /**
   * The explanations, in the order of the class.
   *
   * @param before the class file that was given
   * @param woven what was made of it
   */
  public List<MethodExplanation> explain(byte[] before, byte[] woven) {
    List<MethodExplanation> explanations = new ArrayList<>();
    if (drafts.isEmpty()) {
      return explanations;
    }
    Map<String, Integer> sizesBefore = CodeSizes.of(new ClassReader(before));
    Map<String, Integer> sizes = CodeSizes.of(new ClassReader(woven));
    drafts.forEach(
        (key, draft) -> {
          AsyncMethod async = draft.async;
          Integer size = sizes.get(async.entryName() + async.entryDescriptor(draft.owner));
          if (size != null) { // else it was found to be unfit later on
            explanations.add(
                new MethodExplanation(
                    draft.place,
                    async.style().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    async.entryName(),
                    async.result().returned().getClassName(),
                    draft.frame,
                    new CodeSize(sizesBefore.getOrDefault(key, 0), size),
                    draft.suspensions,
                    draft.transitions));
          }
        });
    return explanations;
  }

  private static String key(AsyncMethod async) {
    return async.method().name + async.method().desc;
  }

  private static Place place(ClassNode owner, MethodNode method) {
    return new Place(
        className(owner.name),
        method.name,
        Places.sourceName(method.name),
        Stream.of(Type.getArgumentTypes(method.desc)).map(Type::getClassName).toList(),
        owner.sourceFile,
        Places.of(owner, method).line());
  }

  private static FrameExplanation frame(AsyncMethod async, SpillPlan plan) {
    return new FrameExplanation(
        className(async.frameClass()),
        plan.fields().stream()
            .map(f -> new FrameExplanation.Field(f.name(), typeName(f.descriptor())))
            .toList(),
        FrameSize.of(plan.fields()));
  }

  private static SuspensionExplanation suspension(EntryContext context, Draft draft, Held held) {
    SuspensionPoint point = held.spill().point();
    List<LiveValue> live = new ArrayList<>();
    for (SpilledValue operand : held.spill().operands()) {
      live.add(value("operand " + live.size(), null, operand));
    }
    for (SpilledValue local : held.spill().locals()) {
      live.add(local(context, point, local));
    }
    return new SuspensionExplanation(
        point.state(),
        point.line(),
        draft.awaited.get(point.state() - 1),
        live,
        handlers(held),
        point.locks().size(),
        held.gates().stream()
            .filter(Gate::isLoop)
            .map(Gate::place)
            .map(Instructions::line)
            .toList());
  }

  private static LiveValue local(EntryContext context, SuspensionPoint point, SpilledValue value) {
    if (point.locks().stream().anyMatch(lock -> lock.var == value.slot())) {
      return value("monitor", null, value);
    }
    LocalVariableNode variable = VariableNames.find(context.entry(), value.slot(), point.await());
    if (variable != null) {
      return value(variable.name, variable.desc, value);
    }
    if (value.slot() == 0 && !context.async().isStatic()) {
      return value("this", null, value);
    }
    return value("slot " + context.layout().slotInMethod(value.slot()), null, value);
  }

  private static LiveValue value(String name, @Nullable String declared, SpilledValue value) {
    VerificationType type = value.type();
    FrameField field = value.field();
    String shown =
        type.sort() == Sort.NULL && declared == null
            ? "null"
            : typeName(declared == null ? type.descriptor() : declared);
    return new LiveValue(name, shown, field == null ? null : field.name());
  }

  private static List<Handler> handlers(Held held) {
    return held.ranges().stream()
        .map(
            range ->
                new Handler(
                    range.type == null ? null : className(range.type),
                    Instructions.line(Instructions.next(range.handler))))
        .distinct()
        .toList();
  }

  private static String className(String internalName) {
    return internalName.replace('/', '.');
  }

  private static String typeName(String descriptor) {
    return Type.getType(descriptor).getClassName();
  }
}
