package dev.fermata.compiler.explain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state machine that is made of an async method. The names of classes are those of Java, with
 * dots.
 *
 * @param place the class, the method and where it begins
 * @param style what a call of it gives: {@code cold}, {@code hot}, {@code hot subclass}, {@code
 *     async generator}, {@code generator} or {@code lambda}
 * @param directEntry the name of its direct entry
 * @param returned the type that its direct entry returns: a primitive, or {@code java.lang.Object}
 * @param frame its continuation frame, or null if it never suspends
 * @param code how large it is
 * @param suspensions its suspension points, by state from 1
 * @param transitions which suspension point comes after which, by {@code from} and then by {@code
 *     to}, the end last
 */
public record MethodExplanation(
    Place place,
    String style,
    String directEntry,
    String returned,
    @Nullable FrameExplanation frame,
    CodeSize code,
    List<SuspensionExplanation> suspensions,
    List<Transition> transitions) {
  /** Makes the lists unmodifiable. */
  public MethodExplanation {
    suspensions = List.copyOf(suspensions);
    transitions = List.copyOf(transitions);
  }

  /**
   * Which method it is.
   *
   * @param className its class
   * @param name its name in the class file
   * @param sourceName the name that its author knows: of a lambda, that of the method around it
   * @param parameters the types of its parameters
   * @param file the source file's simple name, or null if the class file does not tell it
   * @param line its first line, or 0 if unknown
   */
  public record Place(
      String className,
      String name,
      String sourceName,
      List<String> parameters,
      @Nullable String file,
      int line) {
    /** Makes the list unmodifiable. */
    public Place {
      parameters = List.copyOf(parameters);
    }
  }

  /**
   * How many bytes of code a method has.
   *
   * @param before the method as it was given
   * @param woven its direct entry
   */
  public record CodeSize(int before, int woven) {}
}
