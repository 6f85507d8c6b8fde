package dev.fermata;

import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A callback of a loop with a time; once, or again and again. */
final class ScheduledCallback<V extends @Nullable Object> extends FutureTask<V>
    implements RunnableScheduledFuture<V> {
  private final EventLoop loop;

  /** Nanoseconds: 0 once, positive from start to start, negative from end to start. */
  private final long period;

  /** On the loop's clock; written by the loop's thread. */
  private volatile long deadline;

  /** The place in the loop's timer heap, from 1; 0 for none. Belongs to the heap. */
  int timerPlace;

  ScheduledCallback(EventLoop loop, Callable<V> callback, long deadline, long period) {
    super(callback);
    this.loop = loop;
    this.deadline = deadline;
    this.period = period;
  }

  long deadline() {
    return deadline;
  }

  @Override
  public void run() {
    if (period == 0) {
      super.run();
    } else if (runAndReset()) {
      long from = period > 0 ? deadline : loop.nanoTime();
      deadline = from + Math.abs(period);
      loop.reschedule(this);
    }
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean cancelled = super.cancel(mayInterruptIfRunning);
    if (cancelled) {
      loop.unschedule(this);
    }
    return cancelled;
  }

  @Override
  public boolean isPeriodic() {
    return period != 0;
  }

  @Override
  public long getDelay(TimeUnit unit) {
    return unit.convert(deadline - loop.nanoTime(), TimeUnit.NANOSECONDS);
  }

  @Override
  public int compareTo(Delayed other) {
    return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
