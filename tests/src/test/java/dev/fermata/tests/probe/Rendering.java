package dev.fermata.tests.probe;

import java.util.Arrays;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** Turns results and exceptions into text, such that equal text means equal behaviour. */
public final class Rendering {
  private Rendering() {}

  /** A value or an exception as text. */
  public static String of(@Nullable Object value, Probe probe) {
    if (value == null) {
      return "null";
    }
    if (value instanceof Throwable exception) {
      return exception(exception, probe);
    }
    if (value.getClass().isArray()) {
      String deep = Arrays.deepToString(new Object[] {value});
      return value.getClass().getSimpleName() + " " + deep.substring(1, deep.length() - 1);
    }
    return value.getClass().getSimpleName() + " " + value;
  }

  private static String exception(Throwable exception, Probe probe) {
    if (exception instanceof CancellationException
        || exception.getClass().getName().equals("dev.fermata.TaskCancelled")) {
      return "cancelled" + suppressed(exception, probe);
    }
    StringBuilder text = new StringBuilder(exception.getClass().getName());
    int number = probe.numberOf(exception);
    if (number != 0) {
      text.append(" (the one of thing ").append(number).append(')');
    }
    // The JVM's messages name expressions of the bytecode, and loaders by their hash codes.
    if (!(exception instanceof NullPointerException) && exception.getMessage() != null) {
      text.append(": ").append(exception.getMessage().replaceAll("@[0-9a-f]+", "@"));
    }
    if (exception.getCause() != null) {
      text.append(", cause ").append(exception(exception.getCause(), probe));
    }
    return text + suppressed(exception, probe);
  }

  private static String suppressed(Throwable exception, Probe probe) {
    StringBuilder text = new StringBuilder();
    for (Throwable one : exception.getSuppressed()) {
      text.append(", suppressed ").append(exception(one, probe));
    }
    return text.toString();
  }
}
