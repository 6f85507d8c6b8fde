package dev.fermata.cli.run;

import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the launcher's own lines off stack traces, so that they end at the user's main method as
 * they do under {@code java}.
 */
final class StackTraceCut {
  private final Predicate<String> isUsers;
  private final String launcher;
  private final Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  /**
   * Makes a cut.
   *
   * @param isUsers whether a class, by name, belongs to the program
   * @param launcher the class that stands at the bottom of traces that are to be cut
   */
  StackTraceCut(Predicate<String> isUsers, String launcher) {
    this.isUsers = isUsers;
    this.launcher = launcher;
  }

  /** Cuts the trace of an exception, its causes and its suppressed exceptions. */
  void apply(@Nullable Throwable e) {
    if (e == null || !seen.add(e)) {
      return;
    }
    StackTraceElement[] trace = e.getStackTrace();
    if (trace.length > 0 && trace[trace.length - 1].getClassName().equals(launcher)) {
      e.setStackTrace(Arrays.copyOf(trace, usersLength(trace)));
    }
    apply(e.getCause());
    for (Throwable suppressed : e.getSuppressed()) {
      apply(suppressed);
    }
  }

  private int usersLength(StackTraceElement[] trace) {
    int length = trace.length;
    while (length > 0 && !isUsers.test(trace[length - 1].getClassName())) {
      length--;
    }
    return length;
  }
}
