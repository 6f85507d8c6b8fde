package dev.fermata;

/**
 * Where an event loop waits while nothing is ready: for those who build I/O. It takes events from
 * outside, such as a selector's, and resumes the {@link Suspension}s that wait for them.
 *
 * <p>A loop has at most one, see {@link EventLoop#poller}. All but {@link #wakeUp} is called by the
 * loop, on its thread.
 */
public interface Poller {
  /**
   * Takes the events that have come; returns at the first ones, when the time is up, after a {@link
   * #wakeUp}, or when the thread was interrupted. Exceptions go to the loop's exception handler.
   *
   * @param nanos how long to wait: 0 or less for not at all, {@link Long#MAX_VALUE} for ever
   */
  void poll(long nanos);

  /**
   * All that was ready when a turn began has run, for who collects what they do: the next thing may
   * be a long wait. Exceptions go to the loop's exception handler.
   */
  default void turnEnded() {}

  /** Ends the poll that waits now, or else the next one that would wait; any thread. */
  void wakeUp();

  /** Whether a task waits for an event, so that a poll makes sense while others are ready. */
  boolean isAwaited();

  /** The loop has ended; its tasks have, too. */
  void close();
}
