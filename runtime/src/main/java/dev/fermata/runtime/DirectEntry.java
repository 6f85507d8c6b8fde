package dev.fermata.runtime;

import dev.fermata.AwaitedAs;
import dev.fermata.Coroutine;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The direct entry of a woven method, or what a method that is not woven says that it is
 * {@linkplain AwaitedAs awaited as}.
 *
 * @param handle takes what an entry takes
 * @param result what it returns
 */
record DirectEntry(MethodHandle handle, EntryResult result) {
  private static final List<Class<?>> RETURNED =
      List.of(Object.class, int.class, long.class, double.class, float.class);

  /**
   * Looks for the entry of a method.
   *
   * @param declaring the class that declares it
   * @param parameters the method's own, the receiver first if there is one
   * @return null if there is none, or it is out of reach
   */
  static @Nullable DirectEntry find(
      Lookup caller, MethodHandleInfo callee, Class<?> declaring, MethodType parameters) {
    MethodType type = parameters.appendParameterTypes(AwaitedCalls.TAIL);
    try {
      Lookup inside = Reach.into(declaring, caller);
      for (Class<?> returned : RETURNED) {
        MethodType exact = type.changeReturnType(returned);
        MethodHandle handle = find(inside, declaring, entryName(callee, ""), exact);
        if (handle != null) {
          // Of several methods whose entries would be alike the later ones' have numbers.
          boolean single = find(inside, declaring, entryName(callee, "$2"), exact) == null;
          EntryResult result = single ? resultOf(returned, declaring, callee) : null;
          return result == null ? null : new DirectEntry(handle, result);
        }
      }
      MethodHandle named = named(inside, declaring, callee);
      return named == null ? null : new DirectEntry(named, EntryResult.OBJECT);
    } catch (ReflectiveOperationException | LinkageError outOfReach) {
      return null;
    }
  }

  /** What the method names, with the tail of an entry. */
  private static @Nullable MethodHandle named(
      Lookup inside, Class<?> declaring, MethodHandleInfo callee)
      throws ReflectiveOperationException {
    MethodType type = callee.getMethodType();
    Method method = declaring.getDeclaredMethod(callee.getName(), type.parameterArray());
    AwaitedAs name = method.getAnnotation(AwaitedAs.class);
    if (name == null || method.getReturnType() != Coroutine.class) {
      return null;
    }
    MethodType wanted = type.changeReturnType(Object.class);
    MethodHandle found =
        Modifier.isStatic(method.getModifiers())
            ? inside.findStatic(declaring, name.value(), wanted)
            : inside.findVirtual(declaring, name.value(), wanted);
    return MethodHandles.dropArguments(found, found.type().parameterCount(), AwaitedCalls.TAIL);
  }

  private static String entryName(MethodHandleInfo callee, String number) {
    return "lambda$" + callee.getName() + number + "$fermata";
  }

  private static @Nullable MethodHandle find(
      Lookup lookup, Class<?> owner, String name, MethodType type) throws IllegalAccessException {
    try {
      return lookup.findStatic(owner, name, type);
    } catch (NoSuchMethodException absent) {
      return null;
    }
  }

  /** An int is returned for several boxes; which one it is says the declaration of the method. */
  private static @Nullable EntryResult resultOf(
      Class<?> returned, Class<?> declaring, MethodHandleInfo callee) throws NoSuchMethodException {
    if (returned != int.class) {
      return EntryResult.of(MethodType.methodType(returned).wrap().returnType().getSimpleName());
    }
    Method method =
        declaring.getDeclaredMethod(callee.getName(), callee.getMethodType().parameterArray());
    if (method.getGenericReturnType() instanceof ParameterizedType declared) {
      Type argument = declared.getActualTypeArguments()[0];
      for (EntryResult result : EntryResult.values()) {
        if (result.type() == int.class
            && argument.getTypeName().equals("java.lang." + result.simpleName())) {
          return result;
        }
      }
    }
    return null;
  }
}
