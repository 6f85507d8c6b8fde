package dev.fermata.benchmarks.run;

/** The command line is wrong; the message is one line that says what to do. */
final class UsageException extends Exception {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
