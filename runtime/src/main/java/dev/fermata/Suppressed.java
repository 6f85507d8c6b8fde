package dev.fermata;

/** The rule of try-with-resources for a second failure. */
final class Suppressed {
  private Suppressed() {}

  /**
   * Notes a failure that comes while an exception is on its way; it may be the same one.
   *
   * @return the one of the two that goes on: a block that has interrupted its body says why
   */
  @SuppressWarnings("ReferenceEquality")
  static Throwable add(Throwable exception, Throwable failure) {
    if (exception instanceof TaskCancelled cancelled && cancelled.isReplacedBy(failure)) {
      return failure;
    }
    if (failure != exception) {
      exception.addSuppressed(failure);
    }
    return exception;
  }
}
