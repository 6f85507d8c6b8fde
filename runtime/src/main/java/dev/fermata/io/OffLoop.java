package dev.fermata.io;

import dev.fermata.EventLoop;
import dev.fermata.Suspension;
import dev.fermata.Task;
import java.io.InterruptedIOException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Holds the task while another thread does something that ends soon. It is not interrupted, as that
 * would close a file: a cancelled task gets the result, and its cancel at the next await; so nobody
 * loses an open file, or is left in doubt whether something was written. What takes long may ask
 * {@link #checkCancel} now and then.
 */
final class OffLoop<T extends @Nullable Object> extends Suspension<T> {
  private final String name;
  private final Executor executor;
  private final Body<T> body;
  private volatile boolean cancelled;
  private boolean beginsCancelled;

  OffLoop(String name, Executor executor, Body<T> body) {
    this.name = name;
    this.executor = executor;
    this.body = body;
  }

  /** What is done on the other thread. */
  interface Body<T extends @Nullable Object> {
    T call(OffLoop<T> call) throws Exception;
  }

  /** What is done on the other thread and has no result. */
  interface Action {
    void run() throws Exception;
  }

  /** As {@link #file}, without a result. */
  @SuppressWarnings("NullAway") // T is the nullable Void
  static OffLoop<@Nullable Void> fileAction(String name, Action action) {
    return file(
        name,
        call -> {
          action.run();
          return null;
        });
  }

  /** A call of a file. */
  static <T extends @Nullable Object> OffLoop<T> file(String name, Body<T> body) {
    return new OffLoop<>(name, IoThreads.FILES, body);
  }

  /** Does it also in a task that was cancelled before. */
  OffLoop<T> inAnyCase() {
    beginsCancelled = true;
    return this;
  }

  /** Ends the body early if the task was cancelled; on the other thread. */
  void checkCancel() throws InterruptedIOException {
    if (cancelled) {
      throw new Cancelled();
    }
  }

  @Override
  protected Object begin() {
    return suspend();
  }

  @Override
  protected void onSuspend() {
    Task<?> task = task();
    if (task != null) {
      EventLoop loop = EventLoop.current();
      Loops.elsewhere(loop, executor, () -> run(loop));
    }
  }

  private void run(EventLoop loop) {
    T result;
    try {
      result = body.call(this);
    } catch (Throwable exception) {
      Loops.ended(loop, () -> failed(exception));
      return;
    }
    Loops.ended(loop, () -> resume(result));
  }

  private void failed(Throwable exception) {
    // A cancel that was taken back meanwhile leaves the exception.
    if (!(exception instanceof Cancelled) || !failCancelled()) {
      fail(exception);
    }
  }

  @Override
  protected boolean beginsCancelled() {
    return beginsCancelled;
  }

  @Override
  protected boolean onCancel() {
    cancelled = true;
    return false;
  }

  @Override
  protected String name() {
    return name;
  }

  private static final class Cancelled extends InterruptedIOException {
    private static final long serialVersionUID = 1L;

    Cancelled() {
      super("the task was cancelled");
    }
  }
}
