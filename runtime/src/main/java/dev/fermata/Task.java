package dev.fermata;

import java.util.Collection;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A running async body, and the future of its outcome.
 *
 * <p>A task completes itself: {@code complete}, {@code obtrude} and their kin throw {@link
 * UnsupportedOperationException}, except on the future of a hot method, which anyone may complete;
 * the overtaken body is cancelled then. {@code cancel} is a request, and the future is cancelled
 * when the body has ended so. {@code get} and {@code join} on the thread of the task's own loop
 * throw {@link IllegalStateException} while the task is not done, where they would wait for ever.
 *
 * @param <T> the type of the result
 */
public final class Task<T extends @Nullable Object> extends TaskState<T> {
  /** A task that has not begun; the coroutine's single use is taken already. */
  Task(Scope scope, Coroutine<T> coroutine) {
    super(scope, coroutine);
  }

  private Task(Scope scope, boolean hot) {
    super(scope, hot);
  }

  /** The future of a hot method, whose body has begun. */
  static <T extends @Nullable Object> Task<T> ofHotMethod(Scope scope) {
    return new Task<>(scope, true);
  }

  /** An eager task, whose body has begun. */
  static <T extends @Nullable Object> Task<T> begun(Scope scope) {
    return new Task<>(scope, false);
  }

  @Override
  Task<T> self() {
    return this;
  }

  /**
   * The task whose body runs on this thread now.
   *
   * @throws IllegalStateException if there is none: outside of every task, or in a callback
   */
  public static Task<?> current() {
    Task<?> current = Carrier.get().currentTask();
    current.show();
    return current;
  }

  /**
   * The tasks of this thread's loop that have not ended, in no particular order.
   *
   * @throws IllegalStateException if no loop runs on this thread
   */
  public static Collection<Task<?>> all() {
    Collection<Task<?>> tasks = EventLoop.current().tasks();
    tasks.forEach(Task::show);
    return tasks;
  }

  /** The task's name: given to {@code spawn}, or a number in the order in which it is asked for. */
  public String name() {
    return scope() instanceof OwnScope own && own.name != null ? own.name : TaskNames.nameOf(this);
  }

  // ---- cancelling ----------------------------------------------------------------------------

  /**
   * Asks the body to end. It gets a {@link TaskCancelled} at the await that it is held at, or at
   * its next one; the request goes on to a task that it awaits, whose cleanup it waits for. The
   * future is cancelled when the body has ended. Any thread may call it.
   *
   * @param mayInterruptIfRunning ignored
   * @return whether the request was made; false if the task is done
   */
  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    return request(null);
  }

  /** As {@link #cancel(boolean)}, for a reason, which the {@link TaskCancelled} tells. */
  public boolean cancel(String reason) {
    return request(Objects.requireNonNull(reason, "reason"));
  }

  private boolean request(@Nullable String reason) {
    if (isDone()) {
      return false;
    }
    Cancellation.request(this, reason);
    return true;
  }

  /**
   * How many times the task was asked to end, less the calls of {@link #uncancel}. The loop's
   * thread; on another one the answer may be old.
   */
  public int cancelling() {
    return cancelRequests();
  }

  /**
   * Takes one cancel back, for a body that has caught its {@link TaskCancelled} and goes on. When
   * all are taken back, one that was not delivered yet is not going to be. Only on the loop's
   * thread.
   *
   * @return how many are left
   */
  public int uncancel() {
    if (loop() != null) {
      var unused = checkedLoop();
    }
    return takeBackCancel();
  }

  // ---- as a future ---------------------------------------------------------------------------

  /** Completes the future before its body; the body is cancelled. */
  private void overtaken() {
    EventLoop loop = loop();
    if (loop == null) {
      Cancellation.request(this, null);
    } else {
      loop.send(
          () -> {
            Waiters.wakeAll(this, loop);
            if (scope() instanceof OwnScope own) {
              own.tellObservers();
            }
            Cancellation.request(this, null);
          });
    }
  }

  boolean overtake(T value) {
    boolean first = super.complete(value);
    if (first) {
      overtaken();
    }
    return first;
  }

  boolean overtake(Throwable exception) {
    boolean first = super.completeExceptionally(exception);
    if (first) {
      overtaken();
    }
    return first;
  }

  private void checkHot() {
    if (!isHot()) {
      throw new UnsupportedOperationException(
          "a task completes itself; to end task '" + name() + "' early, cancel it");
    }
  }

  @Override
  public boolean complete(T value) {
    checkHot();
    return overtake(value);
  }

  @Override
  public boolean completeExceptionally(Throwable exception) {
    checkHot();
    return overtake(Objects.requireNonNull(exception));
  }

  @Override
  public CompletableFuture<T> completeAsync(Supplier<? extends T> supplier) {
    checkHot();
    return completeAsync(supplier, defaultExecutor());
  }

  @Override
  public CompletableFuture<T> completeAsync(Supplier<? extends T> supplier, Executor executor) {
    checkHot();
    CompletableFuture<T> supplied = CompletableFuture.supplyAsync(supplier::get, executor);
    var unused =
        supplied.handle(
            (value, exception) ->
                exception == null ? overtake(value) : overtake(Futures.original(exception)));
    return this;
  }

  @Override
  public void obtrudeValue(T value) {
    throw new UnsupportedOperationException("the outcome of a task is final");
  }

  @Override
  public void obtrudeException(Throwable exception) {
    throw new UnsupportedOperationException("the outcome of a task is final");
  }

  /**
   * Fails this future with a {@link TimeoutException} after a time on the loop's clock, unless it
   * is done by then. Who waits for it gets the exception at once, while the body is cancelled and
   * cleans up.
   */
  @Override
  public CompletableFuture<T> orTimeout(long timeout, TimeUnit unit) {
    TaskTimeouts.after(
        this,
        unit.toNanos(timeout),
        () -> overtake(new TimeoutException("task '" + name() + "' took longer than allowed")));
    return this;
  }

  /** As {@link #orTimeout}, with a value in place of the exception. */
  @Override
  public CompletableFuture<T> completeOnTimeout(T value, long timeout, TimeUnit unit) {
    TaskTimeouts.after(this, unit.toNanos(timeout), () -> overtake(value));
    return this;
  }

  @Override
  public Executor defaultExecutor() {
    EventLoop loop = loop();
    return loop != null ? loop : super.defaultExecutor();
  }

  /** A plain future for a dependent stage, which anyone may complete. */
  @Override
  public <U extends @Nullable Object> CompletableFuture<U> newIncompleteFuture() {
    retrieved();
    return new CompletableFuture<>();
  }

  @Override
  public T get() throws InterruptedException, ExecutionException {
    checkMayWait();
    return super.get();
  }

  @Override
  public T get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    checkMayWait();
    return super.get(timeout, unit);
  }

  @Override
  public T join() {
    checkMayWait();
    return super.join();
  }

  @Override
  public T getNow(T valueIfAbsent) {
    retrieved();
    return super.getNow(valueIfAbsent);
  }

  private void checkMayWait() {
    EventLoop loop = loop();
    if (loop != null && !isDone() && loop.wouldWaitForItself()) {
      throw new IllegalStateException(
          "task '"
              + name()
              + "' cannot go on while its event loop's thread waits for it; await it instead");
    }
    retrieved();
  }

  @Override
  public String toString() {
    String state = !isDone() ? "pending" : isCancelled() ? "cancelled" : "done";
    if (isDone() && !isCancelled() && isCompletedExceptionally()) {
      state = "failed";
    }
    return "Task[" + name() + ", " + state + "]";
  }
}
