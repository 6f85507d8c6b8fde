package dev.fermata;

import dev.fermata.runtime.Failure;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Holds the awaiting task while another thread makes a blocking call.
 *
 * <pre>
 * QUEUED → RUNNING → OVER          the call
 * QUEUED → GIVEN_UP                cancelled before it began: it never does
 * RUNNING, then {@link #cancelled} the thread was interrupted, and is waited for or abandoned
 * </pre>
 *
 * <p>{@link #call}, {@link #thread} and {@link #cancelled} change under the lock of this object:
 * who interrupts must not hit the next job of a thread that has left. All else belongs to the
 * loop's thread.
 */
final class BlockingCall<T extends @Nullable Object> extends Suspension<T> {
  private enum Call {
    QUEUED,
    RUNNING,
    OVER,
    GIVEN_UP
  }

  private final Callable<T> body;
  private final Executor executor;
  private final OnCancel onCancel;

  private Call call = Call.QUEUED;
  private @Nullable Thread thread;
  private boolean cancelled;

  BlockingCall(Executor executor, OnCancel onCancel, Callable<T> body) {
    this.body = body;
    this.executor = executor;
    this.onCancel = onCancel;
  }

  @Override
  protected @Nullable Object begin() {
    if (Task.current().loop() != null) {
      return suspend();
    }
    CompletableFuture<@Nullable Object> future = new CompletableFuture<>();
    executor.execute(
        () -> {
          Object outcome = callNow();
          if (outcome instanceof Failure failure) {
            future.completeExceptionally(failure.exception());
          } else {
            future.complete(outcome);
          }
        });
    return Carrier.hold(future);
  }

  @Override
  protected void onSuspend() {
    Task<?> task = task();
    if (task != null) {
      EventLoop loop = task.checkedLoop();
      executor.execute(() -> runFor(loop));
      loop.core.workHasBegun();
    }
  }

  @Override
  protected boolean onCancel() {
    boolean mayLeave = mayLeave();
    Task<?> task = held();
    if (mayLeave && task != null) {
      task.checkedLoop().core.workHasEnded();
    }
    return mayLeave;
  }

  /** Interrupts the call; whether the task does not wait for its outcome. */
  private synchronized boolean mayLeave() {
    if (call == Call.QUEUED) {
      call = Call.GIVEN_UP;
      return true;
    }
    Thread running = thread;
    if (running == null) {
      // Its outcome is on its way, and must not be lost.
      return false;
    }
    cancelled = true;
    running.interrupt();
    return onCancel == OnCancel.INTERRUPT_AND_ABANDON;
  }

  /** Makes the call on this thread, and sends the outcome to the loop. */
  private void runFor(EventLoop loop) {
    if (!enter()) {
      return;
    }
    Object outcome = callNow();
    boolean wasCancelled = leave();
    boolean asCancelled = wasCancelled && isInterruption(outcome);
    if (wasCancelled && onCancel == OnCancel.INTERRUPT_AND_ABANDON) {
      if (!asCancelled && outcome instanceof Failure failure) {
        Reports.log("an abandoned blocking call failed", failure.exception());
      }
      return;
    }
    loop.send(
        () -> {
          loop.core.workHasEnded();
          deliver(outcome, asCancelled);
        });
  }

  private @Nullable Object callNow() {
    try {
      return body.call();
    } catch (Throwable exception) {
      return new Failure(exception);
    }
  }

  private synchronized boolean enter() {
    if (call != Call.QUEUED) {
      return false;
    }
    call = Call.RUNNING;
    thread = Thread.currentThread();
    return true;
  }

  private synchronized boolean leave() {
    call = Call.OVER;
    thread = null;
    if (cancelled) {
      // The interrupt was for this call only.
      var unused = Thread.interrupted();
    }
    return cancelled;
  }

  private void deliver(@Nullable Object outcome, boolean asCancelled) {
    // A cancel that was taken back meanwhile leaves the exception.
    if (!asCancelled || !failCancelled()) {
      var unused = resumeWith(outcome);
    }
  }

  /** Whether that is how a call ends that heeds interrupts; some wrap the exception. */
  private static boolean isInterruption(@Nullable Object outcome) {
    Throwable exception = outcome instanceof Failure failure ? failure.exception() : null;
    for (int depth = 0; exception != null && depth < 16; depth++) {
      if (exception instanceof InterruptedException
          || exception instanceof ClosedByInterruptException) {
        return true;
      }
      exception = exception.getCause();
    }
    return false;
  }

  @Override
  protected String name() {
    return "Fermata.toThread";
  }
}
