package dev.fermata.sync;

import dev.fermata.Coroutine;
import dev.fermata.Suspension;
import dev.fermata.WaitQueue;
import org.jspecify.annotations.Nullable;

/**
 * A flag that tasks wait for; {@code asyncio.Event}. Setting it lets all go on that wait, in the
 * order in which they came, also if it is cleared before their turn.
 */
public final class Event extends LoopBound {
  final WaitQueue waiters = new WaitQueue();
  private boolean set;

  /** An event that is not set. */
  public Event() {}

  /** Waits until it is set. It fails with {@link IllegalStateException} on another loop. */
  public Coroutine<@Nullable Void> await() {
    return new Await(this);
  }

  /**
   * Sets it, and lets all tasks that wait go on in a later turn. Again has no effect.
   *
   * @throws IllegalStateException on another loop or thread
   */
  public void set() {
    check();
    set = true;
    Waiter waiting = (Waiter) waiters.first();
    while (waiting != null) {
      waiting.eventSet();
      waiting = (Waiter) waiters.first();
    }
  }

  /**
   * Takes it back, so that an {@link #await} waits again.
   *
   * @throws IllegalStateException on another loop or thread
   */
  public void clear() {
    check();
    set = false;
  }

  /** Whether it is set. Any thread; a snapshot on another one. */
  public boolean isSet() {
    return set;
  }

  @Override
  public String toString() {
    return "Event[" + (set ? "set" : "not set, " + waiters.size() + " waiting") + "]";
  }

  /** A suspension in the queue. */
  interface Waiter {
    /** Lets the task go on; leaves the queue. */
    void eventSet();
  }

  private static final class Await extends Suspension<@Nullable Void> implements Waiter {
    private final Event event;

    Await(Event event) {
      this.event = event;
    }

    @Override
    protected @Nullable Object begin() {
      event.check();
      return event.set ? null : suspend();
    }

    @Override
    protected WaitQueue queue() {
      return event.waiters;
    }

    @Override
    public void eventSet() {
      resume(null);
    }

    @Override
    protected String name() {
      return "Event.await";
    }
  }
}
