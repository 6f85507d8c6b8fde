package dev.fermata;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

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

  /** What is active while the loop is run on a stack where other things are. */
  private final ActiveTasks active = new ActiveTasks();

  LoopLifecycle(EventLoop loop, LoopCore core) {
    this.loop = loop;
    this.core = core;
  }

  /** Lets a foreign executor run the loop from now on. */
  void hostOn(Executor executor) {
    Host host = new Host(executor, core, this);
    core.host = host;
    host.begin();
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
    if (core.host != null) {
      throw new IllegalStateException(
          "the event loop is hosted by an executor, which runs it; use spawn in place of run");
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
    release();
  }

  /**
   * Does something as the thread that runs the loop, unless another one is that or the loop has
   * ended. Another loop, and bodies outside of every loop, may be below on the stack.
   *
   * @return whether it was done
   */
  boolean runAsOwner(Consumer<Carrier> action) {
    synchronized (lock) {
      if (core.thread != null || state == State.TERMINATED) {
        return false;
      }
      core.thread = Thread.currentThread();
    }
    Carrier carrier = Carrier.get();
    EventLoop outerLoop = carrier.loop;
    ActiveTasks outerActive = carrier.active;
    carrier.loop = loop;
    carrier.active = active;
    try {
      action.accept(carrier);
    } finally {
      carrier.active = outerActive;
      carrier.loop = outerLoop;
      release();
    }
    return true;
  }

  private void release() {
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
    core.closePoller();
    advance(State.TERMINATED);
    // Who sends something later sees that the loop has ended: a Completion does not get lost.
    core.takeIn();
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
    waitUntil(() -> done.get() || state == State.TERMINATED, this::takeInAndEndUnlessHosted);
  }

  /** As {@link #whenOwned}, without waiting for the thread that runs the loop. */
  void sendOrRun(Runnable action) {
    if (core.isCurrent()) {
      action.run();
      return;
    }
    core.send(action);
    var unused = runUnowned(this::takeInAndEndUnlessHosted);
  }

  /** Waits for the end, and brings it about on this thread while no other runs the loop. */
  void waitForTheEnd() {
    waitUntil(() -> state == State.TERMINATED, this::takeInAndEnd);
  }

  /** Waits for what the loop's thread does, and does it on this thread while no other runs it. */
  private void waitUntil(BooleanSupplier condition, Consumer<Carrier> work) {
    boolean wasInterrupted = false;
    while (!condition.getAsBoolean()) {
      if (runUnowned(work)) {
        continue;
      }
      synchronized (lock) {
        if ((core.thread != null || !mayTakeOver()) && !condition.getAsBoolean()) {
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

  /** Does something for the loop if nobody runs it. */
  private boolean runUnowned(Consumer<Carrier> work) {
    if (!mayTakeOver() || !runAsOwner(work)) {
      return false;
    }
    Host host = core.host;
    if (host != null && state != State.TERMINATED) {
      host.wake();
    }
    return true;
  }

  /** Only who waits for the end anyway may wait for cleanup in a job of the host's. */
  private void takeInAndEndUnlessHosted(Carrier carrier) {
    Host host = core.host;
    if (host == null || host.isGone()) {
      takeInAndEnd(carrier);
    } else {
      core.takeIn();
    }
  }

  /** Takes in what was sent to the loop, and ends it if it may end. */
  private void takeInAndEnd(Carrier carrier) {
    core.takeIn();
    if (mayEnd()) {
      core.cancelRemaining(carrier);
      terminate();
      if (core.takeInterrupt()) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Whether this thread may do what has to be done while nobody runs the loop. */
  private boolean mayTakeOver() {
    Host host = core.host;
    return host == null || host.isOnThread() || host.isGone();
  }

  /** Nobody is going to run the loop but the one who closes it. */
  void hostIsGone() {
    advance(State.STOPPING);
    synchronized (lock) {
      lock.notifyAll();
    }
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
