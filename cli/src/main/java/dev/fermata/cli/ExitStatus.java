package dev.fermata.cli;

/** The exit statuses of the tool. */
final class ExitStatus {
  /** All went well. */
  static final int OK = 0;

  /** The input is bad, or a diagnostic is an error. */
  static final int BAD_INPUT = 1;

  /** The command line is wrong. */
  static final int USAGE = 2;

  private ExitStatus() {}
}
