package dev.fermata;

import dev.fermata.LoopLifecycle.State;
import dev.fermata.runtime.Failure;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks and callbacks on one thread: what is ready in the order in which it became ready, and
 * timers in the order of their times.
 *
 * <p>A loop has a thread only while {@link #run(Coroutine)} or {@link #run()} is on that thread's
 * stack. Each turn takes in what other threads have sent, then the timers that are due, and then
 * runs what is ready; what becomes ready meanwhile waits for the next turn. Any thread may call
 * {@code spawn}, {@code execute} and {@code schedule}.
 *
 * <p>As an executor: {@link #shutdown} lets everything that was accepted end, except for periodic
 * callbacks; {@link #shutdownNow} and {@link #close} cancel the tasks and wait for their cleanup.
 */
public final class EventLoop extends LoopExecutor {
  private final Scope scope = new Scope(this);
  private final TaskNames names = new TaskNames();

  /** A new loop, which runs when {@code run} is called. */
  public EventLoop() {}

  /**
   * A new loop that runs on a foreign executor with one thread, such as Swing's {@code
   * EventQueue::invokeLater}, the event loop of Netty or the context of Vert.x; so async code
   * resumes on that thread, and may use what belongs to it.
   *
   * <p>Each turn is a job of the executor, which is submitted while there is something to do, one
   * at a time: other jobs run between turns, and nothing waits inside of one. Timers are the
   * executor's if it is a {@link ScheduledExecutorService}, and else the JDK's delayed executor
   * submits the turn. For the sockets of {@code dev.fermata.io} a daemon thread waits in a
   * selector; all else that is done for them is done in turns. The executor must run its jobs one
   * after the other, and not inside of {@code execute}. It is never shut down from here.
   *
   * <p>Other jobs of the executor do not belong to the loop: they call {@code spawn} and {@code
   * execute} of this object to get into it. {@link #run()} is rejected. {@link #close} waits for
   * the executor, or does the rest itself on the executor's thread. When the executor rejects a
   * turn, that goes to the exception handler, on the thread that noticed; from then on the loop
   * accepts nothing, and {@code close} ends the tasks on the closing thread.
   *
   * @throws RejectedExecutionException if the executor was shut down
   */
  public static EventLoop hostedOn(Executor executor) {
    Objects.requireNonNull(executor, "executor");
    EventLoop loop = new EventLoop();
    loop.lifecycle.hostOn(executor);
    return loop;
  }

  @Override
  EventLoop self() {
    return this;
  }

  /**
   * The loop that runs on this thread.
   *
   * @throws IllegalStateException if there is none
   */
  public static EventLoop current() {
    EventLoop loop = Carrier.get().loop;
    if (loop == null) {
      throw new IllegalStateException(
          "no event loop runs on thread '"
              + Thread.currentThread().getName()
              + "'; start one with Fermata.run(...)");
    }
    return loop;
  }

  // ---- tasks -----------------------------------------------------------------------------------

  /**
   * Makes a task of a coroutine. Its first step comes in a later turn. Any thread.
   *
   * @throws IllegalStateException if the coroutine was used before
   * @throws RejectedExecutionException if the loop was shut down
   */
  public <T extends @Nullable Object> Task<T> spawn(Coroutine<T> coroutine) {
    return spawn(scope, coroutine);
  }

  /** As {@link #spawn(Coroutine)}, with a name for the task. */
  public <T extends @Nullable Object> Task<T> spawn(String name, Coroutine<T> coroutine) {
    return spawn(new OwnScope(scope, Objects.requireNonNull(name, "name")), coroutine);
  }

  <T extends @Nullable Object> Task<T> spawn(Scope taskScope, Coroutine<T> coroutine) {
    checkAccepts();
    coroutine.claim();
    return spawnClaimed(taskScope, coroutine);
  }

  <T extends @Nullable Object> Task<T> spawnClaimed(Scope taskScope, Coroutine<T> coroutine) {
    Task<T> task = new Task<>(taskScope, coroutine);
    if (isCurrent()) {
      core.live.begun();
      core.ready.add(task);
    } else {
      send(
          () -> {
            core.live.begun();
            core.ready.add(task);
          });
    }
    return task;
  }

  /** A task that is held by a suspension from its beginning; the loop's thread. */
  <T extends @Nullable Object> Task<T> spawnHeld(Suspension<T> suspension) {
    checkAccepts();
    suspension.claim();
    Task<T> task = new Task<>(scope, suspension);
    core.live.begun();
    suspension.hold(task);
    return task;
  }

  /**
   * As {@link #spawn(Coroutine)}, but the first step is taken here and now, up to the first wait.
   *
   * @throws IllegalStateException if another thread, or none, runs this loop
   */
  public <T extends @Nullable Object> Task<T> spawnEager(Coroutine<T> coroutine) {
    Carrier carrier = Carrier.get();
    if (carrier.loop != this) {
      throw new IllegalStateException("a task begins at once only on the thread of its event loop");
    }
    coroutine.claim();
    return EagerStart.begin(carrier, this, coroutine);
  }

  /**
   * Runs a coroutine as a task on this thread, and the loop with it, until the task is done. Other
   * tasks stay as they are. If the thread is interrupted while it waits, the task is cancelled.
   *
   * @return the result
   * @throws IllegalStateException if this thread or another one runs this loop, or this thread runs
   *     any loop
   * @throws java.util.concurrent.CancellationException if the task was cancelled; an exception of
   *     the coroutine is thrown as it is, also a checked one; and {@link InterruptedException} if
   *     the thread was interrupted and the task ended as cancelled
   */
  public <T extends @Nullable Object> T run(Coroutine<T> main) {
    return run(main, false);
  }

  /** Runs a coroutine; on the main thread of a program SIGINT may cancel it. */
  <T extends @Nullable Object> T run(Coroutine<T> main, boolean heedsSignal) {
    Carrier carrier = lifecycle.enter();
    boolean wasInterrupted = false;
    InterruptSignal signal = null;
    Task<T> task;
    try {
      task = spawn(main);
      signal = heedsSignal ? InterruptSignal.cancelling(task) : null;
      while (!task.isDone()) {
        core.turn(carrier);
        if (core.takeInterrupt()) {
          wasInterrupted = true;
          task.cancel(false);
        }
      }
      if (lifecycle.state() != State.OPEN && lifecycle.mayEnd()) {
        core.cancelRemaining(carrier);
        lifecycle.terminate();
        wasInterrupted |= core.takeInterrupt();
      }
    } finally {
      if (signal != null) {
        signal.end();
      }
      lifecycle.exit(carrier);
    }
    if (signal != null && signal.hasCome() && task.isCancelled()) {
      throw Sneaky.rethrow(signal.interruption());
    }
    if (wasInterrupted) {
      if (task.isCancelled()) {
        throw Sneaky.rethrow(new InterruptedException("interrupted while the event loop waited"));
      }
      Thread.currentThread().interrupt();
    }
    Object outcome = Futures.outcomeOf(task);
    if (outcome instanceof Failure failure) {
      Traces.append(failure.exception());
      throw Sneaky.rethrow(failure.exception());
    }
    return task.join();
  }

  /**
   * Runs the loop on this thread until it is shut down and has nothing left to do. If the thread is
   * interrupted while it waits, the tasks are cancelled and the loop is shut down.
   *
   * @throws IllegalStateException as in {@link #run(Coroutine)}
   */
  public void run() {
    Carrier carrier = lifecycle.enter();
    boolean wasInterrupted = false;
    try {
      while (!lifecycle.mayEnd()) {
        core.turn(carrier);
        if (core.takeInterrupt()) {
          wasInterrupted = true;
          lifecycle.advance(State.STOPPING);
        }
      }
      core.cancelRemaining(carrier);
      wasInterrupted |= core.takeInterrupt();
      lifecycle.terminate();
    } finally {
      lifecycle.exit(carrier);
    }
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  // ---- events ----------------------------------------------------------------------------------

  /**
   * What this loop waits in while nothing is ready; it is made when it is asked for first. The
   * loop's thread.
   *
   * @param kind its class
   * @throws IllegalStateException if the loop has one of another class, or is hosted, or on another
   *     thread
   */
  public <P extends Poller> P poller(Class<P> kind, Supplier<? extends P> maker) {
    if (!isCurrent()) {
      throw new IllegalStateException("the poller of an event loop belongs to the loop's thread");
    }
    Poller its = core.poller;
    if (its == null) {
      if (core.host != null) {
        throw new IllegalStateException(
            "an event loop that is hosted by an executor has no thread that could wait in a poller;"
                + " use one with a thread");
      }
      its = maker.get();
      core.poller = its;
    }
    if (!kind.isInstance(its)) {
      throw new IllegalStateException(
          "the event loop has a poller of " + its.getClass() + " already");
    }
    return kind.cast(its);
  }

  // ---- what tasks use --------------------------------------------------------------------------

  Scope scope() {
    return scope;
  }

  TaskNames names() {
    return names;
  }

  /** The tasks that have not ended, in no particular order; the loop's thread. */
  List<Task<?>> tasks() {
    return core.tasks();
  }

  /** What runs in the loop now: a task, a callback or nothing. */
  @Nullable Object running() {
    return core.ready.running();
  }

  LiveTasks live() {
    return core.live;
  }

  LiveGenerators generators() {
    return core.generators;
  }

  UnretrievedFailures unretrieved() {
    return core.unretrieved;
  }

  /** Whether the task whose turn it is and that yields goes on at once; the loop's thread. */
  boolean isNobodyElseReady(Carrier carrier) {
    return core.isNobodyElseReady(carrier);
  }

  void ready(Task<?> task) {
    core.ready.add(task);
  }

  void wakeAfter(Task<?> task, long nanos) {
    core.timers.add(task, core.clock.nanoTime() + nanos);
  }

  void addDeadline(CancelScope.Deadline deadline, long nanos) {
    core.timers.add(deadline, core.clock.nanoTime() + nanos);
  }

  boolean stopTimer(Object entry) {
    return core.timers.remove(entry);
  }

  /** Whether the calling thread is the one that runs this loop now. */
  boolean isCurrent() {
    return core.isCurrent();
  }

  /** Sends something to the loop; any thread. It waits there if nobody runs the loop. */
  void send(Inbox.Node node) {
    core.send(node);
  }

  /** As {@link #send(Inbox.Node)}, of an action that runs no code of a user. */
  void send(Runnable delivery) {
    core.send(delivery);
  }

  void report(String message, Throwable exception) {
    core.report(message, exception);
  }

  // ---- time and exceptions ---------------------------------------------------------------------

  /**
   * The loop's clock: nanoseconds since some fixed time. Under virtual time it is the virtual one.
   */
  public long nanoTime() {
    return core.clock.nanoTime();
  }

  /** Gets what a callback threw, and the exceptions of tasks that nobody retrieved. */
  @FunctionalInterface
  public interface ExceptionHandler {
    /**
     * Called on the loop's thread.
     *
     * @param message what happened, with the task's name
     */
    void handle(String message, Throwable exception);
  }

  /** Replaces the handler that logs; any thread. */
  public void setExceptionHandler(ExceptionHandler handler) {
    core.exceptionHandler = Objects.requireNonNull(handler, "handler");
  }
}
