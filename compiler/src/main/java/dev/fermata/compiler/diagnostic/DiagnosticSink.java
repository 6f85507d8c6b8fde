package dev.fermata.compiler.diagnostic;

/** Takes diagnostics as they are found; the front end decides what becomes of them. */
@FunctionalInterface
public interface DiagnosticSink {
  /** Takes one. Called on the thread that compiles. */
  void report(Diagnostic diagnostic);
}
