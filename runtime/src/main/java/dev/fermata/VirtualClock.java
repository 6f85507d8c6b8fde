package dev.fermata;

/** A clock that stands still while something is ready, and jumps to the next timer then. */
final class VirtualClock extends LoopClock {
  /** Read by other threads that schedule on the loop; written by the loop's thread only. */
  private volatile long now;

  @Override
  long nanoTime() {
    return now;
  }

  @Override
  boolean isReal() {
    return false;
  }

  @Override
  boolean jumpTo(long deadline) {
    if (deadline - now > 0) {
      now = deadline;
    }
    return true;
  }
}
