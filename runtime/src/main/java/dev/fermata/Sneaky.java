package dev.fermata;

/** Throws any exception as it is. */
final class Sneaky {
  private Sneaky() {}

  /** Never returns; the result type lets the caller write {@code throw}. */
  static RuntimeException rethrow(Throwable exception) {
    throw Sneaky.<RuntimeException>cast(exception);
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <X extends Throwable> X cast(Throwable exception) throws X {
    throw (X) exception;
  }
}
