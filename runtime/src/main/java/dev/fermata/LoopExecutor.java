package dev.fermata;

import dev.fermata.LoopLifecycle.State;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What an event loop is as a scheduled executor: callbacks, once and again, and its end. */
abstract sealed class LoopExecutor extends AbstractExecutorService
    implements ScheduledExecutorService, AutoCloseable permits EventLoop {
  final LoopCore core;
  final LoopLifecycle lifecycle;

  LoopExecutor() {
    EventLoop self = self();
    core = new LoopCore(self);
    lifecycle = new LoopLifecycle(self, core);
  }

  abstract EventLoop self();

  /**
   * Runs a callback in a later turn. What it throws goes to the exception handler.
   *
   * @throws RejectedExecutionException if the loop was shut down
   */
  @Override
  public void execute(Runnable callback) {
    Objects.requireNonNull(callback, "callback");
    checkAccepts();
    if (core.isCurrent()) {
      core.ready.add(callback);
    } else {
      core.send(() -> core.ready.add(callback));
    }
  }

  /** While the loop ends, its own tasks may still use it, to clean up. */
  final void checkAccepts() {
    State now = lifecycle.state();
    if (now == State.TERMINATED || (now != State.OPEN && !core.isCurrent())) {
      throw new RejectedExecutionException("the event loop was shut down");
    }
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable callback, long delay, TimeUnit unit) {
    Objects.requireNonNull(callback, "callback");
    return add(new ScheduledCallback<@Nullable Void>(self(), in(unit.toNanos(delay)), callback));
  }

  @Override
  public <V extends @Nullable Object> ScheduledFuture<V> schedule(
      Callable<V> callback, long delay, TimeUnit unit) {
    Objects.requireNonNull(callback, "callback");
    return add(new ScheduledCallback<>(self(), in(unit.toNanos(delay)), callback));
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
    Objects.requireNonNull(callback, "callback");
    return add(new PeriodicCallback(self(), in(initialDelay), period, callback));
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
    if (core.isCurrent()) {
      core.timers.add(callback, callback.deadline());
    } else {
      core.send(() -> addTimer(callback));
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
    if (core.isCurrent()) {
      core.timers.remove(callback);
    } else {
      core.send(() -> core.timers.remove(callback));
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
          var unused = core.lastTasks.advance();
        });
    return callbacks;
  }

  /**
   * Cancels all tasks and waits for their cleanup, which runs on this thread if no other runs the
   * loop; a hosted loop's on its host's thread. Callbacks that are ready are run, delayed ones are
   * cancelled.
   *
   * @throws IllegalStateException on the thread that runs the loop
   */
  @Override
  public void close() {
    if (core.isCurrent()) {
      throw new IllegalStateException("an event loop cannot be closed from within; call shutdown");
    }
    lifecycle.advance(State.STOPPING);
    lifecycle.whenOwned(
        () -> {
          var unused = core.lastTasks.advance();
        });
    lifecycle.waitForTheEnd();
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

  /** Whether the calling thread would wait for ever if it waited for the loop. */
  final boolean wouldWaitForItself() {
    Host host = core.host;
    return core.isCurrent() || (host != null && host.isOnThread() && !host.isGone());
  }

  private void checkMayBlock() {
    if (wouldWaitForItself()) {
      throw new IllegalStateException("the event loop's own thread would wait for itself");
    }
  }
}
