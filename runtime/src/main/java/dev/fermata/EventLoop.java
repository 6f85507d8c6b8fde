package dev.fermata;

import dev.fermata.runtime.Failure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
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
  private enum State {
    OPEN,
    /** Accepts nothing from other threads, and ends when all that it has accepted has ended. */
    SHUTDOWN,
    /** Cancels its tasks, and ends when they have. */
    STOPPING,
    TERMINATED
  }

  private final LoopClock clock = Carrier.get().clock;
  private final Scope scope = new Scope(this);
  private final TaskNames names = new TaskNames();
  private final ReadyQueue ready = new ReadyQueue();
  private final TimerHeap timers = new TimerHeap();
  private final LiveTasks live = new LiveTasks();
  private final UnretrievedFailures unretrieved = new UnretrievedFailures(this);
  private final Inbox inbox = new Inbox();
  private final CountDownLatch terminated = new CountDownLatch(1);

  /** Guards the changes of {@link #thread} and {@link #state}. */
  private final Object lock = new Object();

  private volatile @Nullable Thread thread;
  private volatile State state = State.OPEN;
  private volatile boolean parked;
  private volatile ExceptionHandler exceptionHandler = Reports::log;

  /** Whether the loop's thread was interrupted while it waited; belongs to that thread. */
  private boolean interrupted;

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
    return spawn(scope.named(Objects.requireNonNull(name, "name")), coroutine);
  }

  <T extends @Nullable Object> Task<T> spawn(Scope taskScope, Coroutine<T> coroutine) {
    checkAccepts();
    coroutine.claim();
    return spawnClaimed(taskScope, coroutine);
  }

  <T extends @Nullable Object> Task<T> spawnClaimed(Scope taskScope, Coroutine<T> coroutine) {
    Task<T> task = new Task<>(taskScope, coroutine);
    if (isCurrent()) {
      live.begun();
      ready.add(task);
    } else {
      send(
          () -> {
            live.begun();
            ready.add(task);
          });
    }
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
    Carrier carrier = enter();
    boolean wasInterrupted = false;
    Task<T> task;
    try {
      task = spawn(main);
      while (!task.isDone()) {
        turn(carrier);
        if (takeInterrupt()) {
          wasInterrupted = true;
          task.cancel(false);
        }
      }
      if (state != State.OPEN && mayEnd()) {
        cancelRemaining(carrier);
        terminate();
        wasInterrupted |= takeInterrupt();
      }
    } finally {
      exit(carrier);
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
    Carrier carrier = enter();
    boolean wasInterrupted = false;
    try {
      while (!mayEnd()) {
        turn(carrier);
        if (takeInterrupt()) {
          wasInterrupted = true;
          advance(State.STOPPING);
        }
      }
      cancelRemaining(carrier);
      wasInterrupted |= takeInterrupt();
      terminate();
    } finally {
      exit(carrier);
    }
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean mayEnd() {
    return switch (state) {
      case OPEN -> false;
      case SHUTDOWN -> ready.isEmpty() && timers.isEmpty() && live.count() == 0 && inbox.isEmpty();
      case STOPPING, TERMINATED -> true;
    };
  }

  // ---- the loop's own thread -------------------------------------------------------------------

  private Carrier enter() {
    Carrier carrier = Carrier.get();
    if (carrier.loop != null) {
      throw new IllegalStateException(
          "an event loop runs on this thread already; use await or spawn in place of run");
    }
    synchronized (lock) {
      if (state == State.TERMINATED) {
        throw new IllegalStateException("the event loop is closed; make a new one");
      }
      if (thread != null) {
        throw new IllegalStateException("the event loop runs on thread '" + thread.getName() + "'");
      }
      thread = Thread.currentThread();
    }
    carrier.loop = this;
    return carrier;
  }

  private void exit(Carrier carrier) {
    carrier.loop = null;
    synchronized (lock) {
      thread = null;
      lock.notifyAll();
    }
  }

  /** Whether the calling thread is the one that runs this loop now. */
  @SuppressWarnings("ReferenceEquality")
  boolean isCurrent() {
    return thread == Thread.currentThread();
  }

  private void turn(Carrier carrier) {
    inbox.drain();
    if (!timers.isEmpty()) {
      fireTimers();
    }
    if (ready.isEmpty()) {
      idle();
      return;
    }
    for (int left = ready.size(); left > 0 && !ready.isEmpty(); left--) {
      Object next = ready.take();
      try {
        if (next instanceof Task<?> task) {
          task.step(carrier);
        } else {
          ((Runnable) next).run();
        }
      } catch (Throwable exception) {
        report("a callback of the event loop failed: " + next, exception);
      }
    }
  }

  private void fireTimers() {
    long now = clock.nanoTime();
    while (!timers.isEmpty() && timers.firstDeadline() - now <= 0) {
      ready.add(timers.takeFirst());
    }
  }

  private void idle() {
    unretrieved.reportCollected();
    if (!inbox.isEmpty() || (!timers.isEmpty() && clock.jumpTo(timers.firstDeadline()))) {
      return;
    }
    // A sender looks at this flag after it has filled the inbox: no wake-up is lost.
    parked = true;
    try {
      if (inbox.isEmpty()) {
        if (timers.isEmpty()) {
          LockSupport.park(this);
        } else {
          LockSupport.parkNanos(this, timers.firstDeadline() - clock.nanoTime());
        }
      }
    } finally {
      parked = false;
    }
    if (Thread.interrupted()) {
      interrupted = true;
    }
  }

  private boolean takeInterrupt() {
    boolean was = interrupted;
    interrupted = false;
    return was;
  }

  /** Cancels all tasks, and runs the loop until they have cleaned up. */
  private void cancelRemaining(Carrier carrier) {
    boolean wasInterrupted = takeInterrupt();
    inbox.drain();
    while (live.count() > 0) {
      List<Task<?>> tasks = live.collect(ready, timers);
      if (tasks.isEmpty()) {
        report(
            live.count() + " tasks wait for one another and can never go on",
            new IllegalStateException("deadlock"));
        break;
      }
      for (Task<?> task : tasks) {
        Cancellation.request(task);
      }
      for (Task<?> task : tasks) {
        while (!task.hasEnded()) {
          turn(carrier);
          wasInterrupted |= takeInterrupt();
        }
      }
    }
    interrupted = wasInterrupted;
    if (!ready.isEmpty() || !inbox.isEmpty()) {
      turn(carrier);
    }
  }

  private void terminate() {
    for (Runnable callback : takeCallbacks()) {
      if (callback instanceof Future<?> future) {
        future.cancel(false);
      }
    }
    unretrieved.reportAll();
    if (NeverAwaited.ENABLED) {
      NeverAwaited.closed(this);
    }
    advance(State.TERMINATED);
    terminated.countDown();
  }

  private List<Runnable> takeCallbacks() {
    List<Runnable> callbacks = new ArrayList<>();
    List<Task<?>> tasks = new ArrayList<>();
    while (!ready.isEmpty()) {
      Object next = ready.take();
      if (next instanceof Task<?> task) {
        tasks.add(task);
      } else {
        callbacks.add((Runnable) next);
      }
    }
    tasks.forEach(ready::add);
    List<Runnable> delayed = new ArrayList<>();
    timers.forEach(
        entry -> {
          if (entry instanceof ScheduledCallback<?> callback) {
            delayed.add(callback);
          }
        });
    delayed.forEach(timers::remove);
    callbacks.addAll(delayed);
    return callbacks;
  }

  // ---- what tasks use --------------------------------------------------------------------------

  Scope scope() {
    return scope;
  }

  TaskNames names() {
    return names;
  }

  LiveTasks live() {
    return live;
  }

  UnretrievedFailures unretrieved() {
    return unretrieved;
  }

  void ready(Task<?> task) {
    ready.add(task);
  }

  void wakeAfter(Task<?> task, long nanos) {
    timers.add(task, clock.nanoTime() + nanos);
  }

  boolean stopTimer(Object entry) {
    return timers.remove(entry);
  }

  /** Sends something to the loop; any thread. It waits there if nobody runs the loop. */
  void send(Inbox.Node node) {
    if (inbox.push(node) && parked) {
      LockSupport.unpark(thread);
    }
  }

  /** As {@link #send(Inbox.Node)}, of an action that runs no code of a user. */
  void send(Runnable delivery) {
    send(
        new Inbox.Node() {
          @Override
          void deliver() {
            delivery.run();
          }
        });
  }

  // ---- time and exceptions ---------------------------------------------------------------------

  /**
   * The loop's clock: nanoseconds since some fixed time. Under virtual time it is the virtual one.
   */
  public long nanoTime() {
    return clock.nanoTime();
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
    exceptionHandler = Objects.requireNonNull(handler, "handler");
  }

  void report(String message, Throwable exception) {
    try {
      exceptionHandler.handle(message, exception);
    } catch (Throwable fault) {
      fault.addSuppressed(exception);
      Reports.log("the exception handler of an event loop failed; " + message, fault);
    }
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
      ready.add(callback);
    } else {
      send(() -> ready.add(callback));
    }
  }

  /** While the loop ends, its own tasks may still use it, to clean up. */
  private void checkAccepts() {
    State now = state;
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
    return clock.nanoTime() + SleepCoroutine.bounded(Math.max(nanos, 0));
  }

  private <V extends @Nullable Object> ScheduledFuture<V> add(ScheduledCallback<V> callback) {
    checkAccepts();
    if (isCurrent()) {
      timers.add(callback, callback.deadline());
    } else {
      send(() -> addTimer(callback));
    }
    return callback;
  }

  private void addTimer(ScheduledCallback<?> callback) {
    if (!callback.isDone()) {
      timers.add(callback, callback.deadline());
    }
  }

  /** A periodic callback has run and is due again. */
  void reschedule(ScheduledCallback<?> callback) {
    if (state == State.OPEN) {
      addTimer(callback);
    } else {
      callback.cancel(false);
    }
  }

  /** A callback was cancelled; any thread. */
  void unschedule(ScheduledCallback<?> callback) {
    if (isCurrent()) {
      timers.remove(callback);
    } else {
      send(() -> timers.remove(callback));
    }
  }

  @Override
  public void shutdown() {
    advance(State.SHUTDOWN);
    whenOwned(this::cancelPeriodic);
  }

  private void cancelPeriodic() {
    List<ScheduledCallback<?>> periodic = new ArrayList<>();
    timers.forEach(
        entry -> {
          if (entry instanceof ScheduledCallback<?> callback && callback.isPeriodic()) {
            periodic.add(callback);
          }
        });
    periodic.forEach(callback -> callback.cancel(false));
  }

  /**
   * Cancels all tasks, whose cleanup still runs.
   *
   * @return the callbacks that have not begun
   */
  @Override
  public List<Runnable> shutdownNow() {
    advance(State.STOPPING);
    List<Runnable> callbacks = new ArrayList<>();
    whenOwned(
        () -> {
          callbacks.addAll(takeCallbacks());
          cancelAll();
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
    advance(State.STOPPING);
    whenOwned(this::cancelAll);
    waitUntil(() -> state == State.TERMINATED);
  }

  private void cancelAll() {
    live.collect(ready, timers).forEach(Cancellation::request);
  }

  /**
   * Does something as the loop's thread: at once where this thread is it or nobody runs the loop,
   * or else by sending it there and waiting until it was done. A loop that nobody runs ends if it
   * may.
   */
  private void whenOwned(Runnable action) {
    if (isCurrent()) {
      action.run();
      return;
    }
    AtomicBoolean done = new AtomicBoolean();
    send(
        () -> {
          action.run();
          done.set(true);
          synchronized (lock) {
            lock.notifyAll();
          }
        });
    waitUntil(() -> done.get() || state == State.TERMINATED);
  }

  /** Waits for what the loop's thread does, and does it on this thread while no other runs it. */
  private void waitUntil(BooleanSupplier condition) {
    boolean wasInterrupted = false;
    while (!condition.getAsBoolean()) {
      if (runUnowned()) {
        continue;
      }
      synchronized (lock) {
        if (thread != null && !condition.getAsBoolean()) {
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
      if (thread != null || state == State.TERMINATED) {
        return false;
      }
      thread = Thread.currentThread();
    }
    Carrier carrier = Carrier.get();
    EventLoop outer = carrier.loop;
    carrier.loop = this;
    try {
      inbox.drain();
      if (mayEnd()) {
        cancelRemaining(carrier);
        terminate();
        if (takeInterrupt()) {
          Thread.currentThread().interrupt();
        }
      }
    } finally {
      exit(carrier);
      carrier.loop = outer;
    }
    return true;
  }

  private void advance(State to) {
    synchronized (lock) {
      if (state.compareTo(to) < 0) {
        state = to;
        lock.notifyAll();
      }
    }
  }

  @Override
  public boolean isShutdown() {
    return state != State.OPEN;
  }

  @Override
  public boolean isTerminated() {
    return state == State.TERMINATED;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    checkMayBlock();
    return terminated.await(timeout, unit);
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
