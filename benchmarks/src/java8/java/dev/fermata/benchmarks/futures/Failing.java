package dev.fermata.benchmarks.futures;

/** What the failing workload throws: it carries a stack trace as any exception does. */
public final class Failing extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** How deep it was thrown. */
  public final int depth;

  /** Thrown at a depth. */
  public Failing(int depth) {
    super("at the bottom");
    this.depth = depth;
  }
}
