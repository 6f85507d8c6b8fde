package dev.fermata;

/** The rule of try-with-resources for a second failure. */
final class Suppressed {
  private Suppressed() {}

  /** Notes a failure that comes while an exception is on its way; it may be the same one. */
  @SuppressWarnings("ReferenceEquality")
  static void add(Throwable exception, Throwable failure) {
    if (failure != exception) {
      exception.addSuppressed(failure);
    }
  }
}
