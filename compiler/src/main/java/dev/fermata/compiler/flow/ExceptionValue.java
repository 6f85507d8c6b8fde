package dev.fermata.compiler.flow;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.objectweb.asm.tree.analysis.Value;

/**
 * A value as far as exceptions go: null, or one that was caught, or anything.
 *
 * @param size its words
 * @param known whether it is nothing but null or one of these exceptions
 * @param caught the blocks of the handlers that may have caught it, and what happened since; empty
 *     for null
 */
record ExceptionValue(int size, boolean known, Map<Integer, Journey> caught) implements Value {
  static final ExceptionValue NULL = new ExceptionValue(1, true, Map.of());
  static final ExceptionValue OTHER = new ExceptionValue(1, false, Map.of());
  static final ExceptionValue OTHER_WIDE = new ExceptionValue(2, false, Map.of());

  /** An exception that enters a handler. */
  static ExceptionValue caughtBy(int handler) {
    return new ExceptionValue(1, true, Map.of(handler, Journey.START));
  }

  @Override
  public int getSize() {
    return size;
  }

  /** Whether it is an exception or null because of which a resource is closed. */
  boolean isInFlightAt(int close) {
    return !caught.isEmpty()
        && caught.values().stream().allMatch(journey -> journey.isInFlightAt(close));
  }

  /** The same value after something has happened to what each handler caught. */
  ExceptionValue after(BiFunction<Integer, Journey, Journey> event) {
    Map<Integer, Journey> changed = new HashMap<>();
    caught.forEach(
        (handler, journey) -> {
          Journey after = event.apply(handler, journey);
          if (after != journey) {
            changed.put(handler, after);
          }
        });
    return changed.isEmpty() ? this : with(changed);
  }

  /** What it is where two ways join; this one itself if the other has nothing to add. */
  ExceptionValue join(ExceptionValue other) {
    if (this == other || !known) {
      return this;
    }
    if (!other.known) {
      return OTHER;
    }
    Map<Integer, Journey> changed = new HashMap<>();
    other.caught.forEach(
        (handler, journey) -> {
          Journey before = caught.get(handler);
          Journey joined = before == null ? journey : before.join(journey);
          if (joined != before) {
            changed.put(handler, joined);
          }
        });
    return changed.isEmpty() ? this : with(changed);
  }

  private ExceptionValue with(Map<Integer, Journey> changed) {
    Map<Integer, Journey> all = new HashMap<>(caught);
    all.putAll(changed);
    return new ExceptionValue(size, true, Map.copyOf(all));
  }
}
