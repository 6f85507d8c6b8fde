package dev.fermata.compiler.explain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place where a method may be held.
 *
 * @param state its number in the method, from 1
 * @param line its source line, or 0 if unknown
 * @param awaited what is awaited
 * @param live the values that are kept: the operands below the awaited one, the deepest first, then
 *     the local variables by slot
 * @param handlers the exception handlers that cover it, in the order in which they are tried
 * @param monitors how many monitors are released while the method is held
 * @param loopLines the lines of the loops' headers that a resume goes through, the outermost first;
 *     0 stands for an unknown line
 */
public record SuspensionExplanation(
    int state,
    int line,
    Awaited awaited,
    List<LiveValue> live,
    List<Handler> handlers,
    int monitors,
    List<Integer> loopLines) {
  /** Makes the lists unmodifiable. */
  public SuspensionExplanation {
    live = List.copyOf(live);
    handlers = List.copyOf(handlers);
    loopLines = List.copyOf(loopLines);
  }

  /**
   * A value that is live while the method is held.
   *
   * @param name the variable's name; {@code slot 3} of one without a name, {@code operand 0} of an
   *     operand, {@code monitor} of the object of a monitor that is released
   * @param type its type, as Java names it; {@code null} if it is certainly null
   * @param field where it is kept, or null if it is certainly null and not kept
   */
  public record LiveValue(String name, String type, @Nullable String field) {}

  /**
   * An exception handler.
   *
   * @param type what it catches, or null for everything, as {@code finally} does
   * @param line its first line, or 0 if unknown
   */
  public record Handler(@Nullable String type, int line) {}
}
