package dev.fermata;

import java.util.concurrent.CancellationException;

/** Tells a cancellation of something else from every other exception. */
final class Kind {
  private Kind() {}

  /** The class of an exception; one class for all ordinary cancellations. */
  static Class<?> of(Throwable exception) {
    return exception instanceof CancellationException
        ? CancellationException.class
        : exception.getClass();
  }
}
