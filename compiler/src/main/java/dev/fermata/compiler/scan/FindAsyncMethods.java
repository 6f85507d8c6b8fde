package dev.fermata.compiler.scan;

import dev.fermata.compiler.RuntimeContract;
import dev.fermata.compiler.diagnostic.Diagnostic;
import dev.fermata.compiler.diagnostic.DiagnosticCode;
import dev.fermata.compiler.diagnostic.DiagnosticSink;
import dev.fermata.compiler.scan.AsyncMethod.Style;
import dev.fermata.compiler.verify.ClassHierarchy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Finds the async methods of a class: those that carry the annotation, and lambda bodies that
 * await. A method whose direct entry is there already was woven before.
 */
public final class FindAsyncMethods {
  private static final int MAX_PARAMETER_SLOTS = 255 - 3;

  private final ClassNode owner;
  private final ClassHierarchy hierarchy;
  private final DiagnosticSink sink;
  private final LambdaBodies lambdas;
  private final GeneratedNames names;
  private final List<AsyncMethod> woven = new ArrayList<>();
  private final Set<MethodNode> rejected = Collections.newSetFromMap(new IdentityHashMap<>());

  private FindAsyncMethods(ClassNode owner, ClassHierarchy hierarchy, DiagnosticSink sink) {
    this.owner = owner;
    this.hierarchy = hierarchy;
    this.sink = sink;
    this.lambdas = new LambdaBodies(owner, hierarchy);
    this.names = new GeneratedNames(owner);
  }

  /** Looks at all methods of a class, and reports awaits that stand where they can't. */
  public static AsyncMethods run(ClassNode owner, ClassHierarchy hierarchy, DiagnosticSink sink) {
    FindAsyncMethods search = new FindAsyncMethods(owner, hierarchy, sink);
    owner.methods.forEach(search::look);
    return new AsyncMethods(List.copyOf(search.woven), search.rejected);
  }

  /** Whether a class has direct entries already. */
  public static boolean wasWoven(ClassNode owner) {
    return owner.methods.stream().anyMatch(GeneratedNames::isDirectEntry);
  }

  private void look(MethodNode method) {
    DropDeclaredExceptions.run(method);
    reportReferencesToAwait(method);
    // Compilers copy annotations to bridge methods; the method that a bridge calls is the async
    // one.
    boolean bridge = (method.access & Opcodes.ACC_BRIDGE) != 0;
    if (isAnnotated(method) && !bridge) {
      writeOut(method);
      lookAtAnnotated(method);
    } else {
      boolean mayAwait =
          lambdas.isAsyncCallable(method) || (lambdas.contains(method) && styleOf(method) != null);
      if (mayAwait && ExpandImplicitAwaits.isHeld(method, hierarchy)) {
        writeOut(method);
      }
      lookAtOther(method);
    }
  }

  /** Writes out what an async method does without saying so. */
  private void writeOut(MethodNode method) {
    boolean awaits = styleOf(method) != Style.GENERATOR;
    var unused = CloseLoopIterators.run(owner.name, method, hierarchy, awaits);
    ExpandImplicitAwaits.run(owner.name, method, hierarchy);
  }

  private void lookAtAnnotated(MethodNode method) {
    boolean special = method.name.startsWith("<") || (method.access & Opcodes.ACC_NATIVE) != 0;
    if (special) {
      reject(
          method,
          DiagnosticCode.UNSUPPORTED_ASYNC_METHOD,
          "a constructor, an initialiser or a native method can't be async",
          "move the body to a method of its own and mark that one @Async");
      return;
    }
    Style style = styleOf(method);
    if (style == null) {
      rejected.add(method);
      sink.report(new ReturnTypeFault(hierarchy, owner).of(method));
    } else if ((method.access & Opcodes.ACC_ABSTRACT) == 0 && !isWoven(method)) {
      accept(method, style);
    }
  }

  private void lookAtOther(MethodNode method) {
    if (Awaits.in(method).isEmpty() && Awaits.emitsIn(method).isEmpty()) {
      return;
    }
    if (lambdas.isAsyncCallable(method)
        && Type.getReturnType(method.desc).getSort() >= Type.ARRAY) {
      accept(method, Style.LAMBDA);
      return;
    }
    boolean lambda = lambdas.contains(method);
    Style style = styleOf(method);
    if (lambda && style != null) {
      accept(method, style);
      return;
    }
    var unused = reportEmits(method);
    for (MethodInsnNode await : Awaits.awaitsIn(method)) {
      Diagnostic diagnostic =
          lambda
              ? Diagnostic.of(
                  DiagnosticCode.AWAIT_IN_PLAIN_LAMBDA,
                  Places.of(owner, method, await),
                  "await in a lambda that is not async",
                  "give an AsyncCallable, or a lambda that returns a coroutine or a future")
              : AwaitOutsideAsync.at(owner, method, await);
      sink.report(diagnostic);
    }
  }

  private void accept(MethodNode method, Style style) {
    String prefix = names.classPrefix(method);
    AsyncMethod async =
        new AsyncMethod(
            method,
            style,
            names.nextEntryName(method),
            prefix + "FermataFrame",
            prefix + "FermataCoroutine",
            releasesMonitors(method));
    if (async.parameterSlots() > MAX_PARAMETER_SLOTS) {
      reject(
          method,
          DiagnosticCode.TOO_MANY_VARIABLES,
          "the parameters take " + async.parameterSlots() + " slots, and three more are needed",
          "pass some of them in an object");
    } else if (isFreeOfMisplacedCalls(async)) {
      woven.add(async);
    } else {
      rejected.add(method);
    }
  }

  private boolean isFreeOfMisplacedCalls(AsyncMethod async) {
    MethodNode method = async.method();
    if (async.style() != Style.GENERATOR) {
      return async.isGenerator() || !reportEmits(method);
    }
    for (MethodInsnNode await : Awaits.awaitsIn(method)) {
      sink.report(
          Diagnostic.of(
              DiagnosticCode.AWAIT_IN_PLAIN_GENERATOR,
              Places.of(owner, method, await),
              "await in a plain generator",
              "declare AsyncIterable<T> as the return type"));
    }
    return Awaits.awaitsIn(method).isEmpty();
  }

  private boolean reportEmits(MethodNode method) {
    for (MethodInsnNode emit : Awaits.emitsIn(method)) {
      sink.report(
          Diagnostic.of(
              DiagnosticCode.EMIT_OUTSIDE_GENERATOR,
              Places.of(owner, method, emit),
              emit.name + " in a method that is not a generator",
              "mark the method @Async, and declare AsyncIterable<T> or Iterable<T>"));
    }
    return !Awaits.emitsIn(method).isEmpty();
  }

  private void reject(MethodNode method, DiagnosticCode code, String message, String fix) {
    rejected.add(method);
    sink.report(Diagnostic.of(code, Places.of(owner, method), message, fix));
  }

  private @Nullable Style styleOf(MethodNode method) {
    Type type = Type.getReturnType(method.desc);
    if (type.getSort() != Type.OBJECT) {
      return null;
    }
    return switch (type.getInternalName()) {
      case RuntimeContract.COROUTINE -> Style.COLD;
      case RuntimeContract.COMPLETABLE_FUTURE, RuntimeContract.COMPLETION_STAGE -> Style.HOT;
      case RuntimeContract.ASYNC_ITERABLE -> Style.ASYNC_GENERATOR;
      case "java/lang/Iterable", "java/util/Iterator" -> Style.GENERATOR;
      default -> isInstantiableFuture(type.getInternalName()) ? Style.HOT_SUBCLASS : null;
    };
  }

  private boolean isInstantiableFuture(String name) {
    return hierarchy.isCertainlySubclass(name, RuntimeContract.COMPLETABLE_FUTURE)
        && hierarchy.hasAccessibleDefaultConstructor(name, owner.name);
  }

  private boolean isWoven(MethodNode method) {
    String entry = GeneratedNames.entryName(method);
    String descriptor = AsyncMethod.entryDescriptor(owner.name, method);
    return owner.methods.stream().anyMatch(m -> m.name.equals(entry) && m.desc.equals(descriptor));
  }

  private static boolean isAnnotated(MethodNode method) {
    return contains(method.invisibleAnnotations) || contains(method.visibleAnnotations);
  }

  /** Whether the method's annotation says that it releases its monitors where it is held. */
  public static boolean releasesMonitors(MethodNode method) {
    return Stream.of(method.invisibleAnnotations, method.visibleAnnotations)
        .filter(Objects::nonNull)
        .flatMap(List::stream)
        .filter(annotation -> annotation.desc.equals(RuntimeContract.ASYNC))
        .anyMatch(FindAsyncMethods::releasesMonitors);
  }

  /** The values of an annotation are names and values by turns. */
  private static boolean releasesMonitors(AnnotationNode annotation) {
    int name = annotation.values == null ? -1 : annotation.values.indexOf("releaseMonitors");
    return name >= 0 && Boolean.TRUE.equals(annotation.values.get(name + 1));
  }

  private static boolean contains(@Nullable List<AnnotationNode> annotations) {
    return annotations != null
        && annotations.stream().anyMatch(a -> a.desc.equals(RuntimeContract.ASYNC));
  }

  private void reportReferencesToAwait(MethodNode method) {
    for (AbstractInsnNode node : method.instructions) {
      Handle handle = LambdaBodies.bodyOf(node);
      if (handle != null && Awaits.isAwait(handle)) {
        sink.report(
            Diagnostic.of(
                DiagnosticCode.AWAIT_AS_METHOD_REFERENCE,
                Places.of(owner, method, node),
                "a method reference to await can't suspend",
                "call await in an @Async method or in an AsyncCallable"));
      }
    }
  }
}
