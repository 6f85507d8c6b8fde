package dev.fermata.benchmarks.limit;

/** One suspended activation of a state machine that is written by hand. */
public abstract class LimitFrame {
  /** Who awaits this one. */
  public LimitFrame caller;

  /** The suspension point at which it is held. */
  public int state;

  /**
   * Goes on with the value of what was awaited; gives the result, or a frame if it is held again.
   */
  public abstract Object resume(Object in) throws Throwable;

  /** Whether a handler covers the suspension point: else an exception passes the frame unseen. */
  public boolean handlesFailure() {
    return false;
  }

  /** An exception as the outcome of what was awaited. */
  public record Failure(Throwable exception) {}

  /** The value of what was awaited; throws its exception. */
  public static Object outcome(Object in) throws Throwable {
    if (in instanceof Failure failure) {
      throw failure.exception();
    }
    return in;
  }
}
