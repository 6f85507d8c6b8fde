package dev.fermata.compiler.diagnostic;

import org.jspecify.annotations.Nullable;

/**
 * A place in the user's source.
 *
 * @param className the class, as Java names it
 * @param method the method, or null for the class itself
 * @param file the source file's simple name, or null if the class file does not tell it
 * @param line the line from 1, or 0 if unknown
 */
public record Location(String className, @Nullable String method, @Nullable String file, int line)
    implements Comparable<Location> {
  @Override
  public int compareTo(Location other) {
    int byClass = className.compareTo(other.className);
    return byClass != 0 ? byClass : Integer.compare(line, other.line);
  }

  /**
   * As a line of a stack trace: {@code com.acme.Orders.place(Orders.java:42)}; the bare name of a
   * class of which nothing else is known.
   */
  @Override
  public String toString() {
    if (file == null && method == null) {
      return className;
    }
    String place = file == null ? "Unknown Source" : line == 0 ? file : file + ":" + line;
    return className + (method == null ? "" : "." + method) + "(" + place + ")";
  }
}
