package dev.fermata.tests.probe;

/** The failure of a thing for which the target names no exception of its own. */
public final class ProbeException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Makes one. */
  public ProbeException(String message) {
    super(message);
  }
}
