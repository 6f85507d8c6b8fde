package dev.fermata.runtime;

import dev.fermata.Coroutine;
import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Links awaited calls whose target the compiler can't tell: {@code await(service.find(id))}. Where
 * the method that is called turns out to be a woven one, its direct entry is called, and neither a
 * coroutine nor a future is made; where it does not, the call and the await are done as they were
 * written. So a missing entry is never an error.
 *
 * <p>Virtual calls have an inline cache of a few receiver classes. A cache keeps no class alive
 * that the calling class's loader does not keep alive itself.
 */
public final class AwaitedCalls {
  /** What a direct entry has behind the method's own parameters. */
  private static final List<Class<?>> TAIL =
      List.of(ContinuationFrame.class, Object.class, int.class);

  private static final MethodHandle AWAIT_STAGE;
  private static final MethodHandle AWAIT_COROUTINE;
  private static final MethodHandle HAS_HEADROOM;
  private static final MethodHandle START_FRESH;

  static {
    Lookup lookup = MethodHandles.lookup();
    try {
      Class<?> continuations = Continuations.class;
      AWAIT_STAGE =
          lookup.findStatic(
              continuations, "await", MethodType.methodType(Object.class, CompletionStage.class));
      AWAIT_COROUTINE =
          lookup.findStatic(
              continuations,
              "await",
              MethodType.methodType(Object.class, Coroutine.class, int.class));
      HAS_HEADROOM = own(lookup, "hasHeadroom", boolean.class, int.class);
      START_FRESH = own(lookup, "startFresh", Object.class, MethodHandle.class, Object[].class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private AwaitedCalls() {}

  private static MethodHandle own(
      Lookup lookup, String name, Class<?> returned, Class<?>... parameters)
      throws ReflectiveOperationException {
    return lookup.findStatic(AwaitedCalls.class, name, MethodType.methodType(returned, parameters));
  }

  /**
   * The bootstrap method of awaited calls.
   *
   * @param type that of a direct entry: the receiver, if there is one, and the arguments of the
   *     call; then null, null, and how many calls the callee may nest, which is less than none only
   *     for a call that returns a completion stage. The result is a value or a frame
   * @param call the call as it was written, which returns a coroutine or a completion stage
   */
  public static CallSite bind(Lookup caller, String name, MethodType type, MethodHandle call) {
    MethodHandle asWritten = awaiting(call).asType(type);
    if (!Continuations.DIRECT_CALLS) {
      return new ConstantCallSite(asWritten);
    }
    MethodHandleInfo callee = caller.revealDirect(call);
    switch (callee.getReferenceKind()) {
      case MethodHandleInfo.REF_invokeVirtual, MethodHandleInfo.REF_invokeInterface -> {
        return new InlineCache(caller, callee, asWritten);
      }
      default -> {
        MethodHandle bound = entry(caller, callee, callee.getDeclaringClass(), asWritten);
        return new ConstantCallSite(bound == null ? asWritten : bound);
      }
    }
  }

  /** The call and the await as they were written. */
  private static MethodHandle awaiting(MethodHandle call) {
    MethodType type = call.type();
    if (type.returnType() == Coroutine.class) {
      return MethodHandles.dropArguments(
          MethodHandles.collectArguments(AWAIT_COROUTINE, 0, call),
          type.parameterCount(),
          TAIL.subList(0, 2));
    }
    MethodHandle await =
        AWAIT_STAGE.asType(AWAIT_STAGE.type().changeParameterType(0, type.returnType()));
    return MethodHandles.dropArguments(
        MethodHandles.filterReturnValue(call, await), type.parameterCount(), TAIL);
  }

  /**
   * A call of the direct entry of a method that a class declares.
   *
   * @return null if there is none, or it is out of reach
   */
  static @Nullable MethodHandle entry(
      Lookup caller, MethodHandleInfo callee, Class<?> declaring, MethodHandle asWritten) {
    MethodType type = callee.getMethodType();
    if (callee.getReferenceKind() != MethodHandleInfo.REF_invokeStatic) {
      type = type.insertParameterTypes(0, declaring);
    }
    MethodHandle entry = directEntry(caller, callee.getName(), declaring, type);
    if (entry == null) {
      return null;
    }
    MethodType site = asWritten.type();
    MethodHandle bound = entry.asType(site);
    if (type.returnType() == Coroutine.class) {
      return bound;
    }
    return MethodHandles.guardWithTest(
        MethodHandles.permuteArguments(
            HAS_HEADROOM, site.changeReturnType(boolean.class), site.parameterCount() - 1),
        bound,
        START_FRESH.bindTo(entry).asCollector(Object[].class, site.parameterCount()).asType(site));
  }

  private static @Nullable MethodHandle directEntry(
      Lookup caller, String method, Class<?> declaring, MethodType parameters) {
    MethodType type = parameters.appendParameterTypes(TAIL).changeReturnType(Object.class);
    try {
      Lookup inside = MethodHandles.privateLookupIn(declaring, caller);
      // Of several methods whose entries would be alike the later ones' have numbers.
      boolean single = find(inside, declaring, "lambda$" + method + "$2$fermata", type) == null;
      return single ? find(inside, declaring, "lambda$" + method + "$fermata", type) : null;
    } catch (IllegalAccessException outOfReach) {
      return null;
    }
  }

  private static @Nullable MethodHandle find(
      Lookup lookup, Class<?> owner, String name, MethodType type) throws IllegalAccessException {
    try {
      return lookup.findStatic(owner, name, type);
    } catch (NoSuchMethodException | LinkageError absent) {
      return null;
    }
  }

  static boolean hasHeadroom(int headroom) {
    return headroom >= 0;
  }

  /** The body of a hot method begins when the stack has unwound, as that of a cold one does. */
  static @Nullable Object startFresh(MethodHandle entry, @Nullable Object[] arguments)
      throws Throwable {
    return Continuations.await(new LateCall(entry, arguments), 0);
  }

  /** A call of a hot method that has not been made yet. */
  private static final class LateCall extends Coroutine<@Nullable Object> {
    private final MethodHandle entry;
    private final @Nullable Object[] arguments;

    LateCall(MethodHandle entry, @Nullable Object[] arguments) {
      this.entry = entry;
      this.arguments = arguments;
    }

    @Override
    protected @Nullable Object begin() throws Throwable {
      arguments[arguments.length - 1] = Continuations.HEADROOM;
      return entry.invokeWithArguments(arguments);
    }
  }
}
