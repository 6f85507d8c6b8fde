package dev.fermata.compiler.diagnostic;

/** How bad a diagnostic is: an error stops the weaving of its class, a warning doesn't. */
public enum Severity {
  /** The class can't be woven. */
  ERROR,
  /** The class is woven. */
  WARNING
}
