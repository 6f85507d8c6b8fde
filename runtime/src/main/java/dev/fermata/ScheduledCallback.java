package dev.fermata;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Delayed;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A callback of a loop with a time; a future as {@link java.util.concurrent.FutureTask} is.
 *
 * <p>States, by what {@link #state} is; any thread may change it, by compare and set:
 *
 * <pre>
 * waits         its action, a Callable or a Runnable
 * running       the Thread that runs it
 * interrupting  INTERRUPTING: a canceller interrupts that thread, which waits for that
 * ended         another {@link Done}
 *
 * waits → running → ended, or, if it is periodic, → waits
 * waits or running → CANCELLED
 * running → INTERRUPTING → INTERRUPTED
 * </pre>
 *
 * <p>Memory: 32 bytes on a 64-bit JVM with compressed references, and 12 to 20 in the timers.
 */
class ScheduledCallback<V extends @Nullable Object> implements RunnableScheduledFuture<V> {
  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(ScheduledCallback.class, "state", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** How it has ended. */
  private record Done(@Nullable Object value, @Nullable Throwable exception) {}

  private static final Done NOTHING = new Done(null, null);
  private static final Done CANCELLED = new Done(null, null);
  private static final Done INTERRUPTING = new Done(null, null);
  private static final Done INTERRUPTED = new Done(null, null);

  /**
   * How many threads wait for any callback, so that one that ends need not lock itself to find that
   * nobody waits. Who waits adds itself before it looks at the state, and who ends a callback
   * writes the state before it looks here: no wake-up is lost.
   */
  private static final AtomicInteger WAITING = new AtomicInteger();

  private final EventLoop loop;

  /** On the loop's clock, in nanoseconds. */
  private final long deadline;

  /** Read and written as a volatile field, but for the first time. */
  @SuppressWarnings("UnusedVariable") // read by STATE
  private Object state;

  /** The place in the loop's timers; 0 for none. Belongs to {@link Timers}. */
  int timerPlace;

  private ScheduledCallback(EventLoop loop, long deadline, Object action) {
    this.loop = loop;
    this.deadline = deadline;
    this.state = action;
  }

  ScheduledCallback(EventLoop loop, long deadline, Callable<V> action) {
    this(loop, deadline, (Object) (action instanceof Runnable ? new OnlyCallable(action) : action));
  }

  ScheduledCallback(EventLoop loop, long deadline, Runnable action) {
    this(loop, deadline, isAmbiguous(action) ? Executors.callable(action) : action);
  }

  private static boolean isAmbiguous(Runnable action) {
    return action instanceof Callable || action instanceof Thread;
  }

  /** A callable that is nothing else. */
  private record OnlyCallable(Callable<?> action) implements Callable<@Nullable Object> {
    @Override
    public @Nullable Object call() throws Exception {
      return action.call();
    }
  }

  /** When it is due next, on the loop's clock, in nanoseconds. */
  long deadline() {
    return deadline;
  }

  final EventLoop loop() {
    return loop;
  }

  @Override
  public boolean isPeriodic() {
    return false;
  }

  /** It has run, and goes on waiting. */
  void runAgain() {
    throw new IllegalStateException("this callback is for one time");
  }

  // ---- running ---------------------------------------------------------------------------------

  @Override
  public final void run() {
    Object action = STATE.getVolatile(this);
    Thread here = Thread.currentThread();
    if (action instanceof Done
        || action instanceof Thread
        || !STATE.compareAndSet(this, action, here)) {
      return;
    }
    Done outcome = call(action);
    boolean again = isPeriodic() && outcome.exception == null;
    if (!STATE.compareAndSet(this, here, again ? action : outcome)) {
      takeInterrupt();
    } else if (again) {
      runAgain();
    } else {
      wakeWaiting();
    }
  }

  private static Done call(Object action) {
    try {
      if (action instanceof Callable<?> callable) {
        Object value = callable.call();
        return value == null ? NOTHING : new Done(value, null);
      }
      ((Runnable) action).run();
      return NOTHING;
    } catch (Throwable exception) {
      return new Done(null, exception);
    }
  }

  /** It was cancelled while it ran. An interrupt was for it only, and not for the loop. */
  private void takeInterrupt() {
    while (STATE.getVolatile(this) == INTERRUPTING) {
      Thread.onSpinWait();
    }
    if (STATE.getVolatile(this) == INTERRUPTED) {
      var unused = Thread.interrupted();
    }
  }

  @Override
  public final boolean cancel(boolean mayInterruptIfRunning) {
    Object now;
    Done next;
    do {
      now = STATE.getVolatile(this);
      if (now instanceof Done) {
        return false;
      }
      next = mayInterruptIfRunning && now instanceof Thread ? INTERRUPTING : CANCELLED;
    } while (!STATE.compareAndSet(this, now, next));
    if (next == INTERRUPTING) {
      ((Thread) now).interrupt();
      STATE.setVolatile(this, INTERRUPTED);
    }
    wakeWaiting();
    loop.unschedule(this);
    return true;
  }

  // ---- the outcome -----------------------------------------------------------------------------

  @Override
  public final boolean isDone() {
    return STATE.getVolatile(this) instanceof Done;
  }

  @Override
  public final boolean isCancelled() {
    return isCancelled(STATE.getVolatile(this));
  }

  @SuppressWarnings("ReferenceEquality")
  private static boolean isCancelled(Object state) {
    return state == CANCELLED || state == INTERRUPTING || state == INTERRUPTED;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if this is the loop's own thread, and the callback has not ended
   */
  @Override
  public final V get() throws InterruptedException, ExecutionException {
    if (!isDone()) {
      checkMayWait();
      awaitEnd();
    }
    return outcome();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException as {@link #get()}
   */
  @Override
  public final V get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    long nanos = unit.toNanos(timeout);
    if (!isDone()) {
      checkMayWait();
      awaitEnd(nanos);
    }
    return outcome();
  }

  private void checkMayWait() {
    if (loop.wouldWaitForItself()) {
      throw new IllegalStateException(
          "a callback cannot run while its event loop's thread waits for it");
    }
  }

  private synchronized void awaitEnd() throws InterruptedException {
    WAITING.incrementAndGet();
    try {
      while (!isDone()) {
        wait();
      }
    } finally {
      WAITING.decrementAndGet();
    }
  }

  private synchronized void awaitEnd(long nanos) throws InterruptedException, TimeoutException {
    long end = System.nanoTime() + SleepCoroutine.bounded(nanos);
    WAITING.incrementAndGet();
    try {
      while (!isDone()) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        long left = end - System.nanoTime();
        if (left <= 0) {
          throw new TimeoutException();
        }
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    } finally {
      WAITING.decrementAndGet();
    }
  }

  private void wakeWaiting() {
    if (WAITING.get() > 0) {
      synchronized (this) {
        notifyAll();
      }
    }
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // its action gave the value
  private V outcome() throws ExecutionException {
    Done done = (Done) STATE.getVolatile(this);
    if (isCancelled(done)) {
      throw new CancellationException();
    }
    if (done.exception != null) {
      throw new ExecutionException(done.exception);
    }
    return (V) done.value;
  }

  // ---- as a delayed one ------------------------------------------------------------------------

  @Override
  public final long getDelay(TimeUnit unit) {
    return unit.convert(deadline() - loop.nanoTime(), TimeUnit.NANOSECONDS);
  }

  @Override
  public final int compareTo(Delayed other) {
    return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
  }

  @Override
  public final boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public final int hashCode() {
    return System.identityHashCode(this);
  }

  @Override
  public final String toString() {
    return getClass().getName() + "@" + Integer.toHexString(hashCode()) + "[" + status() + "]";
  }

  private String status() {
    Object now = STATE.getVolatile(this);
    if (now instanceof Thread) {
      return "Running";
    }
    if (!(now instanceof Done done)) {
      return "Not completed, task = " + now;
    }
    if (isCancelled(done)) {
      return "Cancelled";
    }
    return done.exception == null
        ? "Completed normally"
        : "Completed exceptionally: " + done.exception;
  }
}
