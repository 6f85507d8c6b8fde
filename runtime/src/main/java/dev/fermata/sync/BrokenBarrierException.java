package dev.fermata.sync;

/** The barrier that a task waits at was aborted or reset; asyncio's {@code BrokenBarrierError}. */
public class BrokenBarrierException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /** An exception with a message. */
  public BrokenBarrierException(String message) {
    super(message);
  }
}
