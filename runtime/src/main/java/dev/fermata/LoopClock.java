package dev.fermata;

/** Where a loop takes its time from. */
class LoopClock {
  /** The machine's clock. */
  static final LoopClock SYSTEM = new LoopClock();

  /** Nanoseconds since some fixed time; compare by difference. */
  long nanoTime() {
    return System.nanoTime();
  }

  /** Whether waiting makes its time pass. */
  boolean isReal() {
    return true;
  }

  /**
   * Called when nothing is ready before a deadline.
   *
   * @return whether the deadline has come; if not, the loop waits for it in real time
   */
  boolean jumpTo(long deadline) {
    return false;
  }
}
