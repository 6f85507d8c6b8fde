package dev.fermata.tests.probe;

import java.util.Set;
import java.util.TreeSet;

/**
 * One way to run a target: which of the things that it awaits are pending, which fail, and where it
 * is cancelled.
 *
 * @param timing which things are pending when they are made
 * @param failing the numbers of the things that fail
 * @param cancelAt the number of the thing at which the waiting task is cancelled; 0 for never
 */
public record Mode(Timing timing, Set<Integer> failing, int cancelAt) {
  /** Which things are pending when they are made. */
  public enum Timing {
    /** Every thing is done when it is made. */
    DONE,
    /** Every thing is pending and done later. */
    LATER,
    /** Odd numbers are pending. */
    ODD_LATER,
    /** Even numbers are pending. */
    EVEN_LATER
  }

  /** Sorts the numbers. */
  public Mode {
    failing = new TreeSet<>(failing);
  }

  /** Everything succeeds. */
  public static Mode of(Timing timing) {
    return new Mode(timing, Set.of(), 0);
  }

  /** As this mode, but one thing more fails. */
  public Mode failingAt(int number) {
    Set<Integer> more = new TreeSet<>(failing);
    more.add(number);
    return new Mode(timing, more, cancelAt);
  }

  /** As this mode, but the task is cancelled while it waits for a thing. */
  public Mode cancelledAt(int number) {
    return new Mode(timing, failing, number);
  }

  /** Whether a thing is pending when it is made. */
  public boolean isPending(int number) {
    if (number == cancelAt) {
      return true;
    }
    return switch (timing) {
      case DONE -> false;
      case LATER -> true;
      case ODD_LATER -> number % 2 == 1;
      case EVEN_LATER -> number % 2 == 0;
    };
  }

  /** As it stands in a test's name, for example {@code fails later at 2}. */
  @Override
  public String toString() {
    String when =
        switch (timing) {
          case DONE -> "done";
          case LATER -> "later";
          case ODD_LATER -> "odd later";
          case EVEN_LATER -> "even later";
        };
    String text = when;
    if (!failing.isEmpty()) {
      String numbers = failing.toString();
      text += ", fails at " + numbers.substring(1, numbers.length() - 1);
    }
    return cancelAt == 0 ? text : text + ", cancelled at " + cancelAt;
  }
}
