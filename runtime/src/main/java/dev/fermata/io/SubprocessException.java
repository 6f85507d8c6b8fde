package dev.fermata.io;

import java.io.IOException;

/** A program has ended with another exit code than 0; Python's {@code CalledProcessError}. */
public final class SubprocessException extends IOException {
  private static final long serialVersionUID = 1L;
  private static final int TOLD = 1_000;

  private final transient CompletedProcess result;

  SubprocessException(CompletedProcess result) {
    super(message(result));
    this.result = result;
  }

  /** How it has ended. */
  public CompletedProcess result() {
    return result;
  }

  private static String message(CompletedProcess result) {
    String errors = result.errors().strip();
    String told =
        errors.length() > TOLD ? "..." + errors.substring(errors.length() - TOLD) : errors;
    String ended = "'" + result.command() + "' ended with exit code " + result.exitCode();
    return told.isEmpty() ? ended : ended + ": " + told;
  }
}
