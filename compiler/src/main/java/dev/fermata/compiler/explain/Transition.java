package dev.fermata.compiler.explain;

import java.util.List;

/**
 * One suspension point can be reached from another without passing a third one.
 *
 * @param from the state that is left, or {@link #START}
 * @param to the state that is reached, or {@link #END}
 * @param lines the source lines on the ways between them, ascending; none if they are unknown
 * @param back whether every way goes back to the header of a loop that {@code to} is in
 */
public record Transition(int from, int to, List<Integer> lines, boolean back) {
  /** The {@link #from} of what is reached first. */
  public static final int START = 0;

  /** The {@link #to} of a return, or of an exception that leaves the method by a {@code throw}. */
  public static final int END = -1;

  /** Makes the list unmodifiable. */
  public Transition {
    lines = List.copyOf(lines);
  }
}
