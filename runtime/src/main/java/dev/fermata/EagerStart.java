package dev.fermata;

import dev.fermata.runtime.ContinuationFrame;
import dev.fermata.runtime.Continuations;
import dev.fermata.runtime.Failure;
import org.jspecify.annotations.Nullable;

/**
 * Begins eager tasks: their first step is taken on the stack of whoever starts them.
 *
 * <p>The body runs first, and its task is made when somebody asks for it, or when the body is held
 * or has ended: so a task that ends at once is never counted, queued or looked up.
 */
final class EagerStart {
  private EagerStart() {}

  /** Runs a coroutine, whose single use is taken, on the thread of its loop, to its first wait. */
  static <T extends @Nullable Object> Task<T> begin(
      Carrier carrier, EventLoop loop, Coroutine<T> coroutine) {
    int token = carrier.active.enterEager();
    Object result;
    try {
      result = coroutine.begin(Continuations.HEADROOM);
    } catch (Throwable exception) {
      carrier.forgetTold();
      Traces.splice(exception, null);
      result = new Failure(exception);
    }
    @SuppressWarnings("unchecked") // it was made for this body
    Task<T> early = (Task<T>) carrier.active.leave(token);
    if (result instanceof ContinuationFrame outermost) {
      Task<T> task = early != null ? early : newTask(loop);
      Driver.suspended(task, carrier, outermost);
      return task;
    }
    if (early != null) {
      early.finish(result);
      return early;
    }
    Task<T> task = Task.begun(loop.scope());
    task.finishUnseen(result);
    return task;
  }

  /** The task of a body that has begun. */
  static <T extends @Nullable Object> Task<T> newTask(EventLoop loop) {
    loop.live().begun();
    return Task.begun(loop.scope());
  }
}
