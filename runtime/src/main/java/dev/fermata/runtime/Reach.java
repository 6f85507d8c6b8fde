package dev.fermata.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;

/** Looks into classes for code that calls them. */
final class Reach {
  private static final Lookup OWN = MethodHandles.lookup();

  private Reach() {}

  /**
   * A lookup in a class, by the right of the caller, or by that of the runtime: which has it in its
   * own module, and in those that are open to it.
   *
   * @throws IllegalAccessException if neither may
   */
  static Lookup into(Class<?> type, Lookup caller) throws IllegalAccessException {
    try {
      return MethodHandles.privateLookupIn(type, caller);
    } catch (IllegalAccessException notOpenToCaller) {
      return MethodHandles.privateLookupIn(type, OWN);
    }
  }
}
