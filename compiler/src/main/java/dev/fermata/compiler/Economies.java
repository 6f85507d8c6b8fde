package dev.fermata.compiler;

import dev.fermata.compiler.suspension.Economy;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which economy each method of a class is woven with: the first with which its code is below the
 * limit. Where none is, the code is small all the same, and is reported.
 */
final class Economies {
  private static final Economy LAST = Economy.NO_DIRECT_CALLS;

  /** That of a method which HotSpot will interpret: to link many calls would take it long. */
  private static final Economy OF_INTERPRETED = Economy.NO_LATE_CALLS;

  private final int limit;
  private final Map<String, Economy> chosen = new HashMap<>();
  private final Set<String> settled = new HashSet<>();

  /** Begins with none. */
  Economies(int limit) {
    this.limit = limit;
  }

  /** With which economy a method is to be woven now. */
  Economy of(String method) {
    return chosen.getOrDefault(method, Economy.NONE);
  }

  /**
   * Looks at what came out.
   *
   * @param before the size of its code as it was read, in bytes
   * @param after the size of the woven code
   * @return whether the method has to be woven again, with another economy
   */
  boolean change(String method, int before, int after) {
    if (after <= limit || settled.contains(method)) {
      return false;
    }
    Economy now = of(method);
    boolean hopeless = before > limit || now == LAST;
    if (hopeless) {
      settled.add(method);
    }
    Economy next = hopeless ? OF_INTERPRETED : now.next();
    chosen.put(method, next);
    return next != now;
  }

  /** Chooses the greatest economy for a method that the JVM would reject; false if it has that. */
  boolean chooseLast(String method) {
    settled.add(method);
    return chosen.put(method, LAST) != LAST;
  }
}
