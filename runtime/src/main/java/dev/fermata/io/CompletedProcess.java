package dev.fermata.io;

import java.nio.charset.StandardCharsets;

/** How a program has ended, and what it has printed. */
public final class CompletedProcess {
  private final String command;
  private final int exitCode;
  private final byte[] stdout;
  private final byte[] stderr;

  CompletedProcess(String command, int exitCode, byte[] stdout, byte[] stderr) {
    this.command = command;
    this.exitCode = exitCode;
    this.stdout = stdout;
    this.stderr = stderr;
  }

  /** The program and its arguments. */
  public String command() {
    return command;
  }

  /** 0 for success; on Unix 128 and the number of the signal if one has ended the program. */
  public int exitCode() {
    return exitCode;
  }

  /** What the program has printed. */
  public byte[] stdout() {
    return stdout.clone();
  }

  /** What the program has complained of. */
  public byte[] stderr() {
    return stderr.clone();
  }

  /** What the program has printed, as text in UTF-8. */
  public String text() {
    return new String(stdout, StandardCharsets.UTF_8);
  }

  /** What the program has complained of, as text in UTF-8. */
  public String errors() {
    return new String(stderr, StandardCharsets.UTF_8);
  }

  /**
   * Returns this if the program has succeeded.
   *
   * @throws SubprocessException if it hasn't
   */
  public CompletedProcess check() throws SubprocessException {
    if (exitCode != 0) {
      throw new SubprocessException(this);
    }
    return this;
  }

  @Override
  public String toString() {
    return "CompletedProcess[" + command + ", exit code " + exitCode + "]";
  }
}
