package dev.fermata.tests.oracle;

import dev.fermata.AsyncIterable;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What the generator methods of an unwoven class return in an oracle run. */
public final class OracleGenerators {
  private OracleGenerators() {}

  /**
   * The result of a call of a generator method.
   *
   * @param owner the lookup of its class
   * @param name the method's name in the source
   * @param body the name of the method that has the body
   * @param descriptor of the method
   * @param arguments the receiver first, if there is one
   */
  public static Object call(
      Lookup owner, String name, String body, String descriptor, @Nullable Object[] arguments) {
    Method method = find(owner.lookupClass(), body, descriptor);
    String fullName = owner.lookupClass().getSimpleName() + "." + name;
    OracleIterator.Body run = () -> run(method, arguments);
    Class<?> type = method.getReturnType();
    if (type == AsyncIterable.class) {
      return (AsyncIterable<Object>) () -> new OracleIterator<>(fullName, run);
    }
    if (type == Iterable.class) {
      return (Iterable<Object>) () -> new OracleIterator<>(fullName, run);
    }
    return new OracleIterator<>(fullName, run);
  }

  private static void run(Method method, @Nullable Object[] arguments)
      throws InvocationTargetException {
    boolean isStatic = Modifier.isStatic(method.getModifiers());
    try {
      method.invoke(
          isStatic ? null : arguments[0],
          isStatic ? arguments : Arrays.copyOfRange(arguments, 1, arguments.length));
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  private static Method find(Class<?> owner, String name, String descriptor) {
    MethodType type = MethodType.fromMethodDescriptorString(descriptor, owner.getClassLoader());
    try {
      Method method = owner.getDeclaredMethod(name, type.parameterArray());
      method.setAccessible(true);
      return method;
    } catch (NoSuchMethodException e) {
      throw new AssertionError(e);
    }
  }
}
