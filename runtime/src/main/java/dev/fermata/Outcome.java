package dev.fermata;

import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * How a task ended: with a value, with an exception, or cancelled.
 *
 * <p>An outcome prints as its value, or as the message of its exception.
 *
 * @param <T> the type of the value
 */
public sealed interface Outcome<T extends @Nullable Object> {
  /**
   * The value.
   *
   * @return the value of a {@link Success}
   * @throws CancellationException if the task was cancelled; a {@link Failure} throws its original
   *     exception, also a checked one
   */
  T get();

  /** Whether there is a value. */
  default boolean isSuccess() {
    return this instanceof Success;
  }

  /**
   * A value.
   *
   * @param value what the task returned
   * @param <T> the type of the value
   */
  record Success<T extends @Nullable Object>(T value) implements Outcome<T> {
    @Override
    public T get() {
      return value;
    }

    @Override
    public String toString() {
      return String.valueOf(value);
    }
  }

  /**
   * An exception.
   *
   * @param exception what the task threw
   * @param <T> the type that the value would have had
   */
  record Failure<T extends @Nullable Object>(Throwable exception) implements Outcome<T> {
    @Override
    public T get() {
      throw Sneaky.rethrow(exception);
    }

    @Override
    public String toString() {
      String message = exception.getMessage();
      return message != null ? message : exception.toString();
    }
  }

  /**
   * The task was cancelled.
   *
   * @param <T> the type that the value would have had
   */
  record Cancelled<T extends @Nullable Object>() implements Outcome<T> {
    @Override
    public T get() {
      throw new CancellationException("the task was cancelled");
    }

    @Override
    public String toString() {
      return "cancelled";
    }
  }
}
