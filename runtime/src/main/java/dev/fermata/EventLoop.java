package dev.fermata;

import dev.fermata.LoopLifecycle.State;
import dev.fermata.runtime.Failure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
public final class EventLoop extends AbstractExecutorService
    implements ScheduledExecutorService, AutoCloseable {
  private final LoopCore core = new LoopCore(this);
  private final LoopLifecycle lifecycle = new LoopLifecycle(this, core);
  private final Scope scope = new Scope(this);
  private final TaskNames names = new TaskNames();

  /** A new loop, which runs when {@code run} is called. */
  public EventLoop() {}

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

  /**
   * As {@link #spawn(Coroutine)}, but the first step is taken here and now, up to the first wait.
   *
   * @throws IllegalStateException if another thread, or none, runs this loop
   */
  public <T extends @Nullable Object> Task<T> spawnEager(Coroutine<T> coroutine) {
    Carrier carrier = Carrier.get();
    if (!isCurrent()) {
      throw new IllegalStateException("a task begins at once only on the thread of its event loop");
    }
    coroutine.claim();
    Task<T> task = new Task<>(scope, coroutine);
    core.live.begun();
    Driver.startNested(task, carrier);
    return task;
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
    Carrier carrier = lifecycle.enter();
    boolean wasInterrupted = false;
    Task<T> task;
    try {
      task = spawn(main);
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
      lifecycle.exit(carrier);
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

  // ---- as an executor --------------------------------------------------------------------------

  /**
   * Runs a callback in a later turn. What it throws goes to the exception handler.
   *
   * @throws RejectedExecutionException if the loop was shut down
   */
  @Override
  public void execute(Runnable callback) {
    Objects.requireNonNull(callback, "callback");
    checkAccepts();
    if (isCurrent()) {
      core.ready.add(callback);
    } else {
      send(() -> core.ready.add(callback));
    }
  }

  /** While the loop ends, its own tasks may still use it, to clean up. */
  private void checkAccepts() {
    State now = lifecycle.state();
    if (now == State.TERMINATED || (now != State.OPEN && !isCurrent())) {
      throw new RejectedExecutionException("the event loop was shut down");
    }
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable callback, long delay, TimeUnit unit) {
    return schedule(Executors.callable(callback), delay, unit);
  }

  @Override
  public <V extends @Nullable Object> ScheduledFuture<V> schedule(
      Callable<V> callback, long delay, TimeUnit unit) {
    Objects.requireNonNull(callback, "callback");
    return add(new ScheduledCallback<>(this, callback, in(unit.toNanos(delay)), 0));
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable callback, long initialDelay, long period, TimeUnit unit) {
    return periodic(callback, unit.toNanos(initialDelay), positive(unit.toNanos(period)));
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable callback, long initialDelay, long delay, TimeUnit unit) {
    return periodic(callback, unit.toNanos(initialDelay), -positive(unit.toNanos(delay)));
  }

  private ScheduledFuture<?> periodic(Runnable callback, long initialDelay, long period) {
    Callable<@Nullable Object> body = Executors.callable(callback);
    return add(new ScheduledCallback<>(this, body, in(initialDelay), period));
  }

  private static long positive(long nanos) {
    if (nanos <= 0) {
      throw new IllegalArgumentException("the period must be positive, and was " + nanos + " ns");
    }
    return SleepCoroutine.bounded(nanos);
  }

  private long in(long nanos) {
    return core.clock.nanoTime() + SleepCoroutine.bounded(Math.max(nanos, 0));
  }

  private <V extends @Nullable Object> ScheduledFuture<V> add(ScheduledCallback<V> callback) {
    checkAccepts();
    if (isCurrent()) {
      core.timers.add(callback, callback.deadline());
    } else {
      send(() -> addTimer(callback));
    }
    return callback;
  }

  private void addTimer(ScheduledCallback<?> callback) {
    if (!callback.isDone()) {
      core.timers.add(callback, callback.deadline());
    }
  }

  /** A periodic callback has run and is due again. */
  void reschedule(ScheduledCallback<?> callback) {
    if (lifecycle.state() == State.OPEN) {
      addTimer(callback);
    } else {
      callback.cancel(false);
    }
  }

  /** A callback was cancelled; any thread. */
  void unschedule(ScheduledCallback<?> callback) {
    if (isCurrent()) {
      core.timers.remove(callback);
    } else {
      send(() -> core.timers.remove(callback));
    }
  }

  @Override
  public void shutdown() {
    lifecycle.advance(State.SHUTDOWN);
    lifecycle.sendOrRun(core::cancelPeriodic);
  }

  /**
   * Cancels all tasks, whose cleanup still runs.
   *
   * @return the callbacks that have not begun
   */
  @Override
  public List<Runnable> shutdownNow() {
    lifecycle.advance(State.STOPPING);
    List<Runnable> callbacks = new ArrayList<>();
    lifecycle.whenOwned(
        () -> {
          callbacks.addAll(core.takeCallbacks());
          core.cancelAll();
        });
    return callbacks;
  }

  /**
   * Cancels all tasks and waits for their cleanup, which runs on this thread if no other runs the
   * loop. Callbacks that are ready are run, delayed ones are cancelled.
   *
   * @throws IllegalStateException on the thread that runs the loop
   */
  @Override
  public void close() {
    if (isCurrent()) {
      throw new IllegalStateException("an event loop cannot be closed from within; call shutdown");
    }
    lifecycle.advance(State.STOPPING);
    lifecycle.whenOwned(core::cancelAll);
    lifecycle.waitUntil(() -> lifecycle.state() == State.TERMINATED);
  }

  @Override
  public boolean isShutdown() {
    return lifecycle.state() != State.OPEN;
  }

  @Override
  public boolean isTerminated() {
    return lifecycle.state() == State.TERMINATED;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    checkMayBlock();
    return lifecycle.awaitTermination(timeout, unit);
  }

  @Override
  public <V extends @Nullable Object> List<Future<V>> invokeAll(
      Collection<? extends Callable<V>> callbacks) throws InterruptedException {
    checkMayBlock();
    return super.invokeAll(callbacks);
  }

  @Override
  public <V extends @Nullable Object> List<Future<V>> invokeAll(
      Collection<? extends Callable<V>> callbacks, long timeout, TimeUnit unit)
      throws InterruptedException {
    checkMayBlock();
    return super.invokeAll(callbacks, timeout, unit);
  }

  @Override
  public <V extends @Nullable Object> V invokeAny(Collection<? extends Callable<V>> callbacks)
      throws InterruptedException, ExecutionException {
    checkMayBlock();
    return super.invokeAny(callbacks);
  }

  @Override
  public <V extends @Nullable Object> V invokeAny(
      Collection<? extends Callable<V>> callbacks, long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    checkMayBlock();
    return super.invokeAny(callbacks, timeout, unit);
  }

  private void checkMayBlock() {
    if (isCurrent()) {
      throw new IllegalStateException("the event loop's own thread would wait for itself");
    }
  }
}
