package dev.fermata;

import org.jspecify.annotations.Nullable;

/** A callback of a loop that comes again and again, until it fails or is cancelled. */
final class PeriodicCallback extends ScheduledCallback<@Nullable Void> {
  /** Nanoseconds: positive from start to start, negative from end to start. */
  private final long period;

  /** On the loop's clock; written by the loop's thread. */
  private volatile long deadline;

  PeriodicCallback(EventLoop loop, long deadline, long period, Runnable action) {
    super(loop, deadline, action);
    this.deadline = deadline;
    this.period = period;
  }

  @Override
  long deadline() {
    return deadline;
  }

  @Override
  public boolean isPeriodic() {
    return true;
  }

  @Override
  void runAgain() {
    long from = period > 0 ? deadline : loop().nanoTime();
    deadline = from + Math.abs(period);
    loop().reschedule(this);
  }
}
