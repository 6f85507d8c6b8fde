package dev.fermata;

import dev.fermata.runtime.Failure;
import org.jspecify.annotations.Nullable;

/**
 * The innermost kind of await, for those who build locks, channels or I/O: a coroutine that holds
 * the awaiting task until somebody resumes it. It is what trio calls {@code wait_task_rescheduled}
 * and Kotlin {@code suspendCancellableCoroutine}, without an object beside the coroutine itself.
 *
 * <p>A subclass answers at once in {@link #begin} if it can, and else returns {@link #suspend()};
 * {@link #onSuspend} is called when the task is held. Then exactly one of two things happens:
 * {@link #resume} or {@link #fail} lets the task go on in a later turn, or the task is cancelled,
 * which {@link #onCancel} hears of. A value that was given to {@code resume} is never lost to a
 * cancel that comes later.
 *
 * <p>All of it happens on the thread of the task's loop. Memory: 28 bytes, and what the subclass
 * adds.
 *
 * @param <T> the type of the result
 */
public abstract class Suspension<T extends @Nullable Object> extends Coroutine<T> {
  private static final byte NEW = 0;
  private static final byte HELD = 1;
  private static final byte RESUMED = 2;

  private byte state = NEW;

  /** The task while it is held; the outcome when it has been resumed. */
  private @Nullable Object slot;

  /** The neighbours in the {@link WaitQueue}. */
  @Nullable Suspension<?> earlier;

  @Nullable Suspension<?> later;

  /** Of one wait. */
  protected Suspension() {}

  /**
   * For those that no user gets to see.
   *
   * @param reusable whether it serves one wait after the other; whoever begins one asks {@link
   *     #isFree} before
   */
  protected Suspension(boolean reusable) {
    super(reusable);
  }

  /**
   * Begins the wait: the result, if there is one without waiting, or {@link #suspend()}.
   *
   * @throws Throwable goes to the awaiting task
   */
  @Override
  protected abstract @Nullable Object begin() throws Throwable;

  /** What {@link #begin} returns so that the awaiting task is held. */
  protected final Object suspend() {
    return Carrier.hold(this);
  }

  /** The task is held, at the end of {@link #queue()}, and may be resumed from now on. */
  protected void onSuspend() {}

  /**
   * Whether a task that was cancelled before begins this wait all the same, for what has to be done
   * in any case, such as a close: {@link #onCancel} hears of that cancel when the task is held. By
   * default the await throws at once, and nothing is held.
   */
  protected boolean beginsCancelled() {
    return false;
  }

  /**
   * The held task is being cancelled; it is still in the queue.
   *
   * @return true if it may get its {@link TaskCancelled} now; false if it has to wait for a {@link
   *     #resume} or {@link #fail} that is going to come. In that case its cancel is delivered at
   *     its next await, unless {@link #failCancelled} delivers it.
   */
  protected boolean onCancel() {
    return true;
  }

  /**
   * The task goes on, in its own turn, after a {@link #resume}: makes the result where that must
   * not be made before.
   *
   * @param given what was given to {@code resume}
   * @return what the await returns, by default what was given
   * @throws Throwable what the await throws in its place
   */
  protected @Nullable T onResume(@Nullable T given) throws Throwable {
    return given;
  }

  /**
   * Where the task waits: one queue of the loop for all, unless a subclass has one of its own. It
   * may change while the task is held: take the suspension out of one queue, and add it to the
   * other.
   */
  protected WaitQueue queue() {
    Task<?> held = held();
    EventLoop loop = held == null ? null : held.loop();
    if (loop == null) {
      throw new IllegalStateException("nothing is held in " + this);
    }
    return loop.live().held;
  }

  /**
   * Whether no task is held here, and none is going to go on with what it was given: the next wait
   * may begin, if this is reusable.
   */
  public final boolean isFree() {
    return state == NEW;
  }

  /** Whether a task is held here. */
  public final boolean isHeld() {
    return state == HELD;
  }

  /** The task that is held here, or null. */
  public final @Nullable Task<?> task() {
    Task<?> held = held();
    if (held != null) {
      held.show();
    }
    return held;
  }

  /** As {@link #task}, for the runtime, which shows it to nobody. */
  final @Nullable Task<?> held() {
    return state == HELD ? (Task<?>) slot : null;
  }

  /**
   * Lets the task go on with a value, in a later turn; the thread of its loop.
   *
   * @return false if no task is held here (any more), so that the value went nowhere
   */
  public final boolean resume(@Nullable T value) {
    return resumeWith(value);
  }

  /** As {@link #resume}, with an exception that the await throws. */
  public final boolean fail(Throwable exception) {
    return resumeWith(new Failure(exception));
  }

  /**
   * As {@link #fail}, with the task's own cancellation, which is delivered by that; for an {@link
   * #onCancel} that answered false.
   *
   * @return false if no task is held here, or its cancel was taken back
   */
  public final boolean failCancelled() {
    Task<?> held = held();
    return held != null && held.takeCancel() && resumeWith(new Failure(held.cancellation()));
  }

  /** As {@link #resume} or, with a {@link Failure}, {@link #fail}. */
  final boolean resumeWith(@Nullable Object outcome) {
    Task<?> held = held();
    if (held == null) {
      return false;
    }
    EventLoop loop = held.checkedLoop();
    queue().remove(this);
    state = RESUMED;
    slot = outcome;
    loop.ready(held);
    return true;
  }

  /** Ends the wait of a task that is held here, and is going to end now. */
  final void letGo() {
    queue().remove(this);
    end();
  }

  // ---- what the driver uses --------------------------------------------------------------------

  boolean isResumed() {
    return state == RESUMED;
  }

  /** What the task goes on with; only once it was resumed. */
  @Nullable Object takeOutcome() {
    Object outcome = slot;
    end();
    if (outcome instanceof Failure) {
      return outcome;
    }
    @SuppressWarnings("unchecked") // resume was given it
    T given = (T) outcome;
    try {
      return onResume(given);
    } catch (Throwable exception) {
      return new Failure(exception);
    }
  }

  void hold(Task<?> task) {
    EventLoop loop = task.checkedLoop();
    if (state != NEW) {
      throw new IllegalStateException(name() + " holds another task");
    }
    slot = task;
    state = HELD;
    try {
      queue().add(this, loop);
    } catch (RuntimeException e) {
      end();
      throw e;
    }
    onSuspend();
  }

  /** A task's wait could not begin. */
  @SuppressWarnings("ReferenceEquality") // tasks are compared by identity
  void refuse(Task<?> task) {
    if (held() == task) {
      queue().remove(this);
      end();
    }
  }

  /**
   * Gives the wait up for a cancel.
   *
   * @return whether the cancel may be delivered now
   */
  boolean giveUp() {
    if (!onCancel() || !isHeld()) {
      return false;
    }
    queue().remove(this);
    end();
    return true;
  }

  private void end() {
    state = NEW;
    slot = null;
  }
}
