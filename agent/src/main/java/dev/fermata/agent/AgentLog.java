package dev.fermata.agent;

import dev.fermata.compiler.diagnostic.Diagnostic;
import java.io.PrintStream;

/** Says things to the user, on the error stream that the JVM was started with. Any thread may. */
final class AgentLog {
  private static final String NAME = "fermata-agent: ";

  private final PrintStream err;
  private final boolean verbose;

  AgentLog(PrintStream err, boolean verbose) {
    this.err = err;
    this.verbose = verbose;
  }

  /** What the compiler says about a class. */
  void diagnostic(Diagnostic diagnostic) {
    err.println(diagnostic.render());
  }

  /** What the user should know. */
  void warn(String line) {
    err.println(NAME + line);
  }

  /** What only a curious user wants to know. */
  void detail(String line) {
    if (verbose) {
      err.println(NAME + line);
    }
  }

  /** A failure of the agent itself. */
  void failure(String line, Throwable e) {
    // One call of the stream, so that the lines of two threads do not mix.
    StringBuilder text = new StringBuilder(NAME).append(line).append(": ").append(e);
    for (StackTraceElement element : e.getStackTrace()) {
      text.append(System.lineSeparator()).append("\tat ").append(element);
    }
    err.println(text);
  }
}
