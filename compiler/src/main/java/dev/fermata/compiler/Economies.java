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
  private final Map<String, Integer> before;
  private final Map<String, Economy> chosen = new HashMap<>();
  private final Set<String> settled = new HashSet<>();

  /**
   * Begins with none, but where the code was too large already.
   *
   * @param before the sizes of the methods as they were read, in bytes
   */
  Economies(int limit, Map<String, Integer> before) {
    this.limit = limit;
    this.before = before;
  }

  /** With which economy a method is to be woven now. */
  Economy of(String method) {
    return chosen.getOrDefault(method, wasTooLarge(method) ? OF_INTERPRETED : Economy.NONE);
  }

  /** Whether a method was too large before it was woven. */
  boolean wasTooLarge(String method) {
    return before.getOrDefault(method, 0) > limit;
  }

  /**
   * Looks at what came out.
   *
   * @param after the size of the woven code, in bytes
   * @return whether the method has to be woven again, with another economy
   */
  boolean change(String method, int after) {
    if (after <= limit || wasTooLarge(method) || settled.contains(method)) {
      return false;
    }
    Economy now = of(method);
    if (now == LAST) {
      settled.add(method);
    }
    chosen.put(method, now == LAST ? OF_INTERPRETED : now.next());
    return true;
  }

  /** Chooses the greatest economy for a method that the JVM would reject; false if it has that. */
  boolean chooseLast(String method) {
    settled.add(method);
    boolean another = of(method) != LAST;
    chosen.put(method, LAST);
    return another;
  }
}
