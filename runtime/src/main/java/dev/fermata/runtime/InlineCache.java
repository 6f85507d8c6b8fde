package dev.fermata.runtime;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * The site of a virtual call: the receiver classes that it has seen, each with its direct entry. It
 * keeps no class alive that the calling class's loader does not keep alive itself.
 */
final class InlineCache extends MutableCallSite {
  /** A site that has seen more receiver classes than this goes through objects from then on. */
  private static final int MOST_CLASSES = 4;

  private static final MethodHandle LINK;
  private static final MethodHandle IS_EXACTLY;

  static {
    Lookup lookup = MethodHandles.lookup();
    try {
      LINK =
          lookup.findVirtual(
              InlineCache.class, "link", MethodType.methodType(MethodHandle.class, Object.class));
      IS_EXACTLY =
          lookup.findStatic(
              InlineCache.class,
              "isExactly",
              MethodType.methodType(boolean.class, Class.class, Object.class));
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final AwaitedCalls.Linking linking;
  private int classes;

  InlineCache(AwaitedCalls.Linking linking) {
    super(linking.asWritten().type());
    this.linking = linking;
    setTarget(
        MethodHandles.foldArguments(
            MethodHandles.exactInvoker(type()),
            LINK.bindTo(this)
                .asType(MethodType.methodType(MethodHandle.class, type().parameterType(0)))));
  }

  static boolean isExactly(Class<?> expected, @Nullable Object receiver) {
    return receiver != null && receiver.getClass() == expected;
  }

  /** Called for a receiver of a class that is not in the cache. */
  synchronized MethodHandle link(@Nullable Object receiver) {
    MethodHandle asWritten = linking.asWritten();
    if (receiver == null) {
      return asWritten;
    }
    Class<?> type = receiver.getClass();
    if (classes == MOST_CLASSES || !isKeptAliveBy(linking.caller().lookupClass(), type)) {
      setTarget(asWritten);
      return asWritten;
    }
    classes++;
    Class<?> declaring = declaringClass(type);
    MethodHandle bound = declaring == null ? null : linking.entryIn(declaring);
    MethodHandle target = bound == null ? asWritten : bound;
    setTarget(
        MethodHandles.guardWithTest(
            IS_EXACTLY
                .bindTo(type)
                .asType(MethodType.methodType(boolean.class, type().parameterType(0))),
            target,
            getTarget()));
    return target;
  }

  /** Which class declares what is called on a receiver; null if that can't be told. */
  private @Nullable Class<?> declaringClass(Class<?> receiver) {
    MethodHandleInfo callee = linking.callee();
    if (Modifier.isPrivate(callee.getModifiers())) {
      return callee.getDeclaringClass();
    }
    try {
      Lookup inside = Reach.into(receiver, linking.caller());
      MethodHandleInfo found =
          inside.revealDirect(
              inside.findVirtual(receiver, callee.getName(), callee.getMethodType()));
      return overrides(found) ? declaringClass(found, receiver) : null;
    } catch (ReflectiveOperationException | LinkageError outOfReach) {
      return null;
    }
  }

  /** Where a default method is inherited, a method handle says that the heir declares it. */
  private static Class<?> declaringClass(MethodHandleInfo found, Class<?> receiver)
      throws NoSuchMethodException {
    if (Modifier.isPublic(found.getModifiers()) && found.getDeclaringClass() == receiver) {
      MethodType type = found.getMethodType();
      Method method = receiver.getMethod(found.getName(), type.parameterArray());
      if (method.getReturnType() == type.returnType()) {
        return method.getDeclaringClass();
      }
    }
    return found.getDeclaringClass();
  }

  /** A method of the same name and types overrides another one only where it can see it. */
  private boolean overrides(MethodHandleInfo found) {
    MethodHandleInfo callee = linking.callee();
    int visible = Modifier.PUBLIC | Modifier.PROTECTED;
    return (found.getModifiers() & (Modifier.PRIVATE | Modifier.ABSTRACT)) == 0
        && ((callee.getModifiers() & visible) != 0
            || isSamePackage(callee.getDeclaringClass(), found.getDeclaringClass()));
  }

  private static boolean isSamePackage(Class<?> a, Class<?> b) {
    return a.getClassLoader() == b.getClassLoader()
        && a.getPackageName().equals(b.getPackageName());
  }

  private static boolean isKeptAliveBy(Class<?> holder, Class<?> held) {
    ClassLoader loader = held.getClassLoader();
    if (loader == null) {
      return true;
    }
    for (ClassLoader l = holder.getClassLoader(); l != null; l = l.getParent()) {
      if (l == loader) {
        return true;
      }
    }
    return false;
  }
}
