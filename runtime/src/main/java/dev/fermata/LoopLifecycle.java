package dev.fermata;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * Who runs a loop, and how it ends.
 *
 * <p>States only go forward: open → shutdown → stopping → terminated, and may leave some out. State
 * and thread change under the lock; anyone may read them.
 */
final class LoopLifecycle {
  /** How far a loop's life has come. */
  enum State {
    OPEN,
    /** Accepts nothing from other threads, and ends when all that it has accepted has ended. */
    SHUTDOWN,
    /** Cancels its tasks, and ends when they have. */
    STOPPING,
    TERMINATED
  }

  private final EventLoop loop;
  private final LoopCore core;
  private final CountDownLatch terminated = new CountDownLatch(1);
  private final Object lock = new Object();
  private volatile State state = State.OPEN;

  LoopLifecycle(EventLoop loop, LoopCore core) {
    this.loop = loop;
    this.core = core;
  }

  State state() {
    return state;
  }

  boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return terminated.await(timeout, unit);
  }

  /** Whether the thread that runs the loop should end it now. */
  boolean mayEnd() {
    return switch (state) {
      case OPEN -> false;
      case SHUTDOWN -> core.isEmpty();
      case STOPPING, TERMINATED -> true;
    };
  }

  /** Makes the calling thread the one that runs the loop. */
  Carrier enter() {
    Carrier carrier = Carrier.get();
    if (carrier.loop != null) {
      throw new IllegalStateException(
          "an event loop runs on this thread already; use await or spawn in place of run");
    }
    synchronized (lock) {
      if (state == State.TERMINATED) {
        throw new IllegalStateException("the event loop is closed; make a new one");
      }
      Thread running = core.thread;
      if (running != null) {
        throw new IllegalStateException(
            "the event loop runs on thread '" + running.getName() + "'");
      }
      core.thread = Thread.currentThread();
    }
    carrier.loop = loop;
    return carrier;
  }

  /** Ends what enter began. */
  void exit(Carrier carrier) {
    carrier.loop = null;
    synchronized (lock) {
      core.thread = null;
      lock.notifyAll();
    }
  }

  /** The last act of the thread that runs the loop. */
  void terminate() {
    for (Runnable callback : core.takeCallbacks()) {
      if (callback instanceof Future<?> future) {
        future.cancel(false);
      }
    }
    core.unretrieved.reportAll();
    if (NeverAwaited.ENABLED) {
      NeverAwaited.closed(loop);
    }
    advance(State.TERMINATED);
    terminated.countDown();
  }

  /**
   * Does something as the loop's thread: at once where this thread is it or nobody runs the loop,
   * or else by sending it there and waiting until it was done. A loop that nobody runs ends if it
   * may.
   */
  void whenOwned(Runnable action) {
    if (core.isCurrent()) {
      action.run();
      return;
    }
    AtomicBoolean done = new AtomicBoolean();
    core.send(
        () -> {
          action.run();
          done.set(true);
          synchronized (lock) {
            lock.notifyAll();
          }
        });
    waitUntil(() -> done.get() || state == State.TERMINATED);
  }

  /** As {@link #whenOwned}, without waiting for the thread that runs the loop. */
  void sendOrRun(Runnable action) {
    if (core.isCurrent()) {
      action.run();
      return;
    }
    core.send(action);
    var unused = runUnowned();
  }

  /** Waits for what the loop's thread does, and does it on this thread while no other runs it. */
  void waitUntil(BooleanSupplier condition) {
    boolean wasInterrupted = false;
    while (!condition.getAsBoolean()) {
      if (runUnowned()) {
        continue;
      }
      synchronized (lock) {
        if (core.thread != null && !condition.getAsBoolean()) {
          try {
            lock.wait();
          } catch (InterruptedException e) {
            // The end is on its way already: nothing is gained by leaving early.
            wasInterrupted = true;
          }
        }
      }
    }
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** If nobody runs the loop: takes in what was sent to it, and ends it if it may end. */
  private boolean runUnowned() {
    synchronized (lock) {
      if (core.thread != null || state == State.TERMINATED) {
        return false;
      }
      core.thread = Thread.currentThread();
    }
    Carrier carrier = Carrier.get();
    EventLoop outer = carrier.loop;
    carrier.loop = loop;
    try {
      core.takeIn();
      if (mayEnd()) {
        core.cancelRemaining(carrier);
        terminate();
        if (core.takeInterrupt()) {
          Thread.currentThread().interrupt();
        }
      }
    } finally {
      exit(carrier);
      carrier.loop = outer;
    }
    return true;
  }

  /** Goes forward to a state, unless it is there or beyond. */
  void advance(State to) {
    synchronized (lock) {
      if (state.compareTo(to) < 0) {
        state = to;
        lock.notifyAll();
      }
    }
  }
}
