package dev.fermata.compiler.flow;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What is known of exceptions at one place. Immutable; blocks between which nothing changes share
 * it.
 *
 * @param locals the variables that have nothing but null or caught exceptions, by slot
 * @param stack all operands
 */
record ExceptionState(Map<Integer, ExceptionValue> locals, List<ExceptionValue> stack) {
  static final ExceptionState ENTRY = new ExceptionState(Map.of(), List.of());

  /** The state in which a handler is entered. */
  ExceptionState caughtBy(int handler) {
    return new ExceptionState(locals, List.of(ExceptionValue.caughtBy(handler)));
  }

  /** Forgets the variables that are not read any more. */
  ExceptionState onlyLive(BitSet live) {
    if (locals.keySet().stream().allMatch(live::get)) {
      return this;
    }
    Map<Integer, ExceptionValue> rest = new HashMap<>(locals);
    rest.keySet().removeIf(slot -> !live.get(slot));
    return new ExceptionState(Map.copyOf(rest), stack);
  }

  /** Changes each value; gives back this state itself if they stay the same. */
  ExceptionState map(UnaryOperator<ExceptionValue> change) {
    Map<Integer, ExceptionValue> changed = new HashMap<>();
    locals.forEach(
        (slot, value) -> {
          ExceptionValue after = change.apply(value);
          if (after != value) {
            changed.put(slot, after);
          }
        });
    List<ExceptionValue> operands = stack.stream().map(change).toList();
    if (changed.isEmpty() && sameObjects(operands)) {
      return this;
    }
    Map<Integer, ExceptionValue> all = new HashMap<>(locals);
    all.putAll(changed);
    return new ExceptionState(Map.copyOf(all), operands);
  }

  /**
   * What is true where two ways join; this state itself if the other has nothing to add.
   *
   * @throws TypeCheckException if the stacks differ in height
   */
  ExceptionState join(ExceptionState other) {
    if (this == other) {
      return this;
    }
    if (stack.size() != other.stack.size()) {
      throw new TypeCheckException("operands are missing where control joins");
    }
    Map<Integer, ExceptionValue> joined = new HashMap<>();
    boolean same = true;
    for (Map.Entry<Integer, ExceptionValue> local : locals.entrySet()) {
      ExceptionValue second = other.locals.get(local.getKey());
      if (second == null) {
        same = false;
      } else {
        ExceptionValue both = local.getValue().join(second);
        same &= isSame(both, local.getValue());
        joined.put(local.getKey(), both);
      }
    }
    List<ExceptionValue> operands = new ArrayList<>();
    for (int i = 0; i < stack.size(); i++) {
      operands.add(stack.get(i).join(other.stack.get(i)));
    }
    return same && sameObjects(operands)
        ? this
        : new ExceptionState(Map.copyOf(joined), List.copyOf(operands));
  }

  private boolean sameObjects(List<ExceptionValue> operands) {
    for (int i = 0; i < operands.size(); i++) {
      if (!isSame(operands.get(i), stack.get(i))) {
        return false;
      }
    }
    return true;
  }

  @SuppressWarnings("ReferenceEquality") // what stays the same is the same object
  private static boolean isSame(ExceptionValue one, ExceptionValue other) {
    return one == other;
  }
}
