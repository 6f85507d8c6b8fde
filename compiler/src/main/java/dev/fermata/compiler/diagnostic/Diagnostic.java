package dev.fermata.compiler.diagnostic;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One thing that the compiler has to say to its user.
 *
 * @param code what kind it is
 * @param message one line, without the code
 * @param location where
 * @param notes further places, one line each
 * @param fix what to do, one line; null if there is nothing to say
 */
public record Diagnostic(
    DiagnosticCode code,
    String message,
    Location location,
    List<String> notes,
    @Nullable String fix)
    implements Comparable<Diagnostic> {
  /** Copies the notes. */
  public Diagnostic {
    notes = List.copyOf(notes);
  }

  /** A diagnostic without notes. */
  public static Diagnostic of(
      DiagnosticCode code, Location location, String message, @Nullable String fix) {
    return new Diagnostic(code, message, location, List.of(), fix);
  }

  @Override
  public int compareTo(Diagnostic other) {
    int byPlace = location.compareTo(other.location);
    return byPlace != 0 ? byPlace : code.compareTo(other.code);
  }

  /** As users see it: several lines, separated by {@code \n}, without one at the end. */
  public String render() {
    StringBuilder text = new StringBuilder();
    text.append(code.severity().name().toLowerCase(Locale.ROOT));
    text.append('[').append(code.id()).append("]: ").append(message);
    text.append("\n  --> ").append(location);
    for (String note : notes) {
      text.append("\n   |  ").append(note);
    }
    if (fix != null) {
      text.append("\n   = fix: ").append(fix);
    }
    return text.toString();
  }
}
