package dev.fermata.io;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Locale;

/**
 * What is done at a signal, by {@code sun.misc.Signal}: there is no other way, and no compiler lets
 * it be named without a warning.
 */
final class SignalHandling {
  private final Object signal;
  private final Object before;

  private SignalHandling(Object signal, Object before) {
    this.signal = signal;
    this.before = before;
  }

  /**
   * Does something at each signal from now on, on a thread of the virtual machine.
   *
   * @param name without the leading SIG
   */
  static SignalHandling begin(String name, Runnable action) {
    String plain = name.toUpperCase(Locale.ROOT);
    if (plain.startsWith("SIG")) {
      throw new IllegalArgumentException(
          "write '" + plain.substring(3) + "' in place of '" + name + "'");
    }
    Object signal;
    try {
      signal = type("sun.misc.Signal").getConstructor(String.class).newInstance(name);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException("no signal '" + name + "' on this system", e);
    } catch (ReflectiveOperationException e) {
      throw unsupported(e);
    }
    Class<?> handlerType = type("sun.misc.SignalHandler");
    Object handler =
        Proxy.newProxyInstance(
            handlerType.getClassLoader(),
            new Class<?>[] {handlerType},
            (proxy, method, arguments) -> {
              if (method.getName().equals("handle")) {
                action.run();
                return null;
              }
              return method.invoke(action, arguments); // equals, hashCode or toString
            });
    return new SignalHandling(signal, handle(signal, handler));
  }

  /** What was done before is done again. */
  void end() {
    var unused = handle(signal, before);
  }

  private static Object handle(Object signal, Object handler) {
    try {
      return type("sun.misc.Signal")
          .getMethod("handle", signal.getClass(), type("sun.misc.SignalHandler"))
          .invoke(null, signal, handler);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(
          "the virtual machine keeps the signal " + signal + " for itself", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw unsupported(e);
    }
  }

  private static Class<?> type(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw unsupported(e);
    }
  }

  private static UnsupportedOperationException unsupported(ReflectiveOperationException cause) {
    return new UnsupportedOperationException(
        "signals need the module jdk.unsupported, which this Java runtime lacks", cause);
  }
}
