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
 * <p>Virtual calls have an inline cache of a few receiver classes.
 */
public final class AwaitedCalls {
  /** What a direct entry has behind the method's own parameters. */
  static final List<Class<?>> TAIL = List.of(ContinuationFrame.class, Object.class, int.class);

  private static final MethodHandle AWAIT_STAGE;
  private static final MethodHandle AWAIT_COROUTINE;
  private static final MethodHandle HAS_HEADROOM;
  private static final MethodHandle START_FRESH;

  static {
    Lookup lookup = MethodHandles.lookup();
    try {
      AWAIT_STAGE =
          lookup.findStatic(
              Continuations.class,
              "await",
              MethodType.methodType(Object.class, CompletionStage.class));
      AWAIT_COROUTINE =
          lookup.findStatic(
              Continuations.class,
              "await",
              MethodType.methodType(Object.class, Coroutine.class, int.class));
      HAS_HEADROOM =
          lookup.findStatic(
              AwaitedCalls.class, "hasHeadroom", MethodType.methodType(boolean.class, int.class));
      START_FRESH =
          lookup.findStatic(
              AwaitedCalls.class,
              "startFresh",
              MethodType.methodType(Object.class, MethodHandle.class, Object[].class));
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private AwaitedCalls() {}

  /**
   * The bootstrap method of awaited calls.
   *
   * @param type that of a direct entry: the receiver, if there is one, and the arguments of the
   *     call; then null, null, and how many calls the callee may nest, which is less than none only
   *     for a call that returns a completion stage. The result is as that of an entry
   * @param call the call as it was written, which returns a coroutine or a completion stage
   * @param result what the site gives: {@code Object}, or the box whose primitive it gives
   */
  public static CallSite bind(
      Lookup caller, String name, MethodType type, MethodHandle call, String result) {
    EntryResult wanted = EntryResult.of(result);
    MethodHandle asWritten = wanted.fromObject(awaiting(call)).asType(type);
    if (!Continuations.DIRECT_CALLS) {
      return new ConstantCallSite(asWritten);
    }
    MethodHandleInfo callee = caller.revealDirect(call);
    AwaitedCalls.Linking linking = new Linking(caller, callee, asWritten, wanted);
    switch (callee.getReferenceKind()) {
      case MethodHandleInfo.REF_invokeVirtual, MethodHandleInfo.REF_invokeInterface -> {
        return new InlineCache(linking);
      }
      default -> {
        MethodHandle bound = linking.entryIn(callee.getDeclaringClass());
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
   * What is known when a site is linked.
   *
   * @param asWritten the call and the await, of the site's type
   * @param wanted what the site gives
   */
  record Linking(
      Lookup caller, MethodHandleInfo callee, MethodHandle asWritten, EntryResult wanted) {
    /**
     * A call of the direct entry of the method that a class declares.
     *
     * @return null if there is none, or it is out of reach
     */
    @Nullable MethodHandle entryIn(Class<?> declaring) {
      MethodType parameters = callee.getMethodType();
      if (callee.getReferenceKind() != MethodHandleInfo.REF_invokeStatic) {
        parameters = parameters.insertParameterTypes(0, declaring);
      }
      DirectEntry entry = DirectEntry.find(caller, callee, declaring, parameters);
      if (entry == null) {
        return null;
      }
      MethodType site = asWritten.type();
      MethodHandle bound = wanted.from(entry.result(), entry.handle()).asType(site);
      if (callee.getMethodType().returnType() == Coroutine.class) {
        return bound;
      }
      MethodHandle fresh = START_FRESH.bindTo(entry.result().toObject(entry.handle()));
      return MethodHandles.guardWithTest(
          MethodHandles.permuteArguments(
              HAS_HEADROOM, site.changeReturnType(boolean.class), site.parameterCount() - 1),
          bound,
          wanted.fromObject(fresh.asCollector(Object[].class, site.parameterCount())).asType(site));
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
