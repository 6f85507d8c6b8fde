package dev.fermata;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Runs the turns of a loop as jobs of a foreign single-threaded executor.
 *
 * <pre>
 * IDLE       nothing is ready; {@link #wake} submits a turn
 * SUBMITTED  one turn is in the executor's queue
 * RUNNING    a turn runs; its end looks for what came meanwhile
 * GONE       the executor has rejected a turn
 *
 * IDLE → SUBMITTED → RUNNING → IDLE or SUBMITTED → ... → GONE
 * </pre>
 *
 * <p>So there is never more than one turn in the executor, and its other jobs run between turns. A
 * turn that is over sets IDLE before it looks at the inbox and the alarm, and a sender fills the
 * inbox before it looks at the state, as an alarm notes that it has fired: no wake-up is lost.
 */
final class Host {
  private enum State {
    IDLE,
    SUBMITTED,
    RUNNING,
    GONE
  }

  private final Executor executor;
  private final LoopCore core;
  private final LoopLifecycle lifecycle;
  private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);

  /** The thread of the latest turn. */
  private volatile @Nullable Thread thread;

  /** The thread that is in the executor's {@code execute} just now, to find one that runs there. */
  private volatile @Nullable Thread submitting;

  /** What wakes the loop for its first timer; belongs to the loop's thread. */
  private @Nullable Alarm alarm;

  /** Whether the turn that is over has left something to do; belongs to the loop's thread. */
  private boolean more;

  Host(Executor executor, LoopCore core, LoopLifecycle lifecycle) {
    this.executor = executor;
    this.core = core;
    this.lifecycle = lifecycle;
  }

  /**
   * Submits the first turn, which finds out the host's thread.
   *
   * @throws RuntimeException if the executor rejects it
   */
  void begin() {
    state.set(State.SUBMITTED);
    execute();
  }

  /** Whether the calling thread is the executor's, as far as is known. */
  boolean isOnThread() {
    return thread == Thread.currentThread();
  }

  /** Whether the executor has rejected a turn. */
  boolean isGone() {
    return state.get() == State.GONE;
  }

  /** Something has come for the loop; any thread. */
  void wake() {
    if (state.compareAndSet(State.IDLE, State.SUBMITTED)) {
      submit();
    }
  }

  private void submit() {
    try {
      execute();
    } catch (Throwable rejected) {
      state.set(State.GONE);
      lifecycle.hostIsGone();
      core.report(
          "the executor that hosts an event loop rejected a turn; if it was shut down, close the"
              + " loop to end its tasks on the closing thread",
          rejected);
    }
  }

  private void execute() {
    Thread here = Thread.currentThread();
    submitting = here;
    try {
      executor.execute(this::turn);
    } finally {
      if (submitting == here) {
        submitting = null;
      }
    }
  }

  private void turn() {
    if (submitting == Thread.currentThread()) {
      throw new IllegalStateException(
          "the executor that hosts an event loop ran a turn inside of execute; it must run it"
              + " later, on its own thread");
    }
    boolean ran = true;
    try {
      ran = lifecycle.runAsOwner(this::turn);
    } finally {
      if (ran) {
        turnIsOver();
      } else {
        // The loop has ended, or somebody on this stack is ending it.
        state.compareAndSet(State.SUBMITTED, State.IDLE);
      }
    }
  }

  private void turnIsOver() {
    if (more) {
      state.set(State.SUBMITTED);
      submit();
    } else {
      state.set(State.IDLE);
      if (core.hasMail() || hasAlarmFired()) {
        wake();
      }
    }
  }

  private void turn(Carrier carrier) {
    state.set(State.RUNNING);
    thread = Thread.currentThread();
    more = true;
    Alarm armed = alarm;
    if (armed != null && armed.fired) {
      alarm = null;
      // Of a virtual clock that goes as the real one just now.
      var unused = core.clock.jumpTo(armed.deadline);
    }
    core.runReady(carrier);
    if (lifecycle.mayEnd() && core.lastTasks.advance()) {
      core.runReady(carrier);
      lifecycle.terminate();
      disarm();
      more = false;
      return;
    }
    if (core.hasWork()) {
      return;
    }
    more = false;
    core.unretrieved.reportCollected();
    if (!core.timers.isEmpty()) {
      arm(core.timers.firstDeadline());
    }
  }

  private boolean hasAlarmFired() {
    Alarm armed = alarm;
    return armed != null && armed.fired;
  }

  /** Sees to it that a turn comes at a time of the loop's clock. */
  private void arm(long deadline) {
    Alarm armed = alarm;
    if (armed != null && armed.deadline - deadline <= 0) {
      return;
    }
    disarm();
    Alarm next = new Alarm(deadline);
    alarm = next;
    long delay = Math.max(deadline - core.clock.nanoTime(), 0);
    if (executor instanceof ScheduledExecutorService scheduled) {
      try {
        next.timer = scheduled.schedule(next, delay, TimeUnit.NANOSECONDS);
      } catch (Throwable rejected) {
        // It was shut down: so it rejects the turn too, and that is reported.
        more = true;
      }
    } else {
      CompletableFuture<Void> timer = new CompletableFuture<>();
      next.timer = timer;
      var unused = timer.completeOnTimeout(null, delay, TimeUnit.NANOSECONDS).thenRun(next);
    }
  }

  private void disarm() {
    Alarm armed = alarm;
    if (armed != null && armed.timer != null) {
      armed.timer.cancel(false);
    }
    alarm = null;
  }

  /** Wakes the loop; on any thread. */
  private final class Alarm implements Runnable {
    private final long deadline;
    private volatile boolean fired;
    private @Nullable Future<?> timer;

    Alarm(long deadline) {
      this.deadline = deadline;
    }

    @Override
    public void run() {
      fired = true;
      wake();
    }
  }
}
