package dev.fermata;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A part of a task that can be cancelled for itself, at once or at a deadline, or be shielded from
 * cancels that come from outside of it; trio's cancel scope.
 *
 * <pre>{@code
 * CancelScope scope = CancelScope.withDeadline(ofSeconds(2));
 * String answer = await(scope.run(() -> await(ask()))); // null if it took longer
 * if (scope.isCancelledCaught()) { ... }
 * }</pre>
 *
 * <p>A cancelled scope delivers one {@link TaskCancelled} to its body, at the await that it is held
 * at or at its next one, and ends when that leaves the body. What the body throws else, and a
 * cancel that comes from outside meanwhile, pass on. Scopes may be nested. It belongs to the thread
 * of one loop, except that any thread may {@link #cancel}; it is for one use.
 */
@SuppressWarnings("ReferenceEquality") // scopes are compared by identity
public final class CancelScope {
  private enum State {
    NEW,
    ENTERED,
    LEFT
  }

  /** Leaves {@code NEW} under the lock of this object, where a cancel of any thread may meet it. */
  private volatile State state = State.NEW;

  private @Nullable Task<?> task;
  private @Nullable CancelScope outer;

  /** How many cancels from outside there were when the body began. */
  private int requestsBefore;

  private volatile boolean requested;
  private boolean delivered;
  private boolean caught;
  private boolean shielded;
  private @Nullable String reason;

  private boolean hasDeadline;
  private long nanosUntilDeadline;
  private @Nullable Deadline deadline;

  /** A scope without a deadline. */
  public CancelScope() {}

  /** A scope that is cancelled some time after its body has begun. */
  public static CancelScope withDeadline(Duration time) {
    CancelScope scope = new CancelScope();
    scope.setDeadline(time);
    return scope;
  }

  /** A scope whose body is shielded from cancels from outside. */
  public static CancelScope shielded() {
    CancelScope scope = new CancelScope();
    scope.setShielded(true);
    return scope;
  }

  /**
   * Runs a coroutine in this scope, in the task that awaits.
   *
   * @return its result, or null if the scope was cancelled and has ended the body; {@link
   *     #isCancelledCaught} tells the two apart
   */
  public <T extends @Nullable Object> Coroutine<@Nullable T> run(Coroutine<T> body) {
    return new CancellableCoroutine<>(this, Objects.requireNonNull(body, "body"));
  }

  /** As {@link #run(Coroutine)}, of an async lambda. */
  public <T extends @Nullable Object> Coroutine<@Nullable T> run(AsyncCallable<T> body) {
    return run(Fermata.async(body));
  }

  // ---- asking it to end ------------------------------------------------------------------------

  /** Asks the body to end; before it has begun, at its first await. Any thread. */
  public void cancel() {
    request(null);
  }

  /** As {@link #cancel()}, for a reason, which the {@link TaskCancelled} tells. */
  public void cancel(String why) {
    request(Objects.requireNonNull(why, "why"));
  }

  private void request(@Nullable String why) {
    synchronized (this) {
      if (state == State.NEW) {
        // The body gets it when it begins.
        note(why);
        return;
      }
    }
    Task<?> host = task;
    EventLoop loop = host == null ? null : host.loop();
    if (loop != null && !loop.isCurrent()) {
      loop.send(() -> requestHere(why));
    } else {
      requestHere(why);
    }
  }

  private void note(@Nullable String why) {
    if (!requested) {
      requested = true;
      reason = why;
    }
  }

  private void requestHere(@Nullable String why) {
    Task<?> host = task;
    if (!requested && host != null && state == State.ENTERED) {
      note(why);
      Cancellation.requestScope(host, why);
    }
  }

  /** Whether the scope was asked to end, by a cancel or by its deadline. */
  public boolean isCancelRequested() {
    return requested;
  }

  /** Whether the scope was cancelled, and that has ended its body. */
  public boolean isCancelledCaught() {
    return caught;
  }

  /**
   * Sets the deadline, from now on or, before the body has begun, from then on. A deadline that has
   * passed already has no effect any more.
   *
   * @param time zero or less for at once
   */
  public void setDeadline(Duration time) {
    hasDeadline = true;
    nanosUntilDeadline = SleepCoroutine.boundedNanos(time);
    if (state == State.ENTERED) {
      arm();
    }
  }

  /** Takes the deadline away. */
  public void removeDeadline() {
    hasDeadline = false;
    disarm();
  }

  /**
   * Shields the body from cancels from outside of this scope, or lets them through again. What was
   * held off is delivered at the first await without the shield.
   */
  public void setShielded(boolean shield) {
    shielded = shield;
    Task<?> host = task;
    if (!shield && state == State.ENTERED && host != null) {
      Cancellation.deliverPending(host);
    }
  }

  /** Whether the body is shielded from cancels from outside. */
  public boolean isShielded() {
    return shielded;
  }

  // ---- entering and leaving --------------------------------------------------------------------

  /** Begins the scope in the task that runs now. */
  void enter() {
    Task<?> host = Task.current();
    if (host.loop() == null) {
      throw new IllegalStateException(
          "a cancel scope needs an event loop; task '" + host.name() + "' belongs to none");
    }
    OwnScope own = host.own();
    synchronized (this) {
      if (state != State.NEW) {
        throw new IllegalStateException("a cancel scope is for one use; make a new one");
      }
      task = host;
      state = State.ENTERED;
    }
    outer = own.innermost;
    requestsBefore = requestsOutside(host);
    own.innermost = this;
    if (requested) {
      own.cancelMessage = reason;
    }
    host.scopesChanged(this);
    if (hasDeadline) {
      arm();
    }
  }

  /**
   * Ends the scope. A cancel of it that was not delivered is not going to be.
   *
   * @param byCancel whether the body is left by a {@link TaskCancelled}
   * @return whether that is this scope's own and goes no further
   */
  boolean leave(boolean byCancel) {
    Task<?> host = task;
    if (host == null || state != State.ENTERED) {
      return false;
    }
    state = State.LEFT;
    disarm();
    unlink(host.own());
    host.scopesChanged(host.own().innermost);
    if (!byCancel || !delivered) {
      return false;
    }
    if (!shielded && requestsOutside(host) > requestsBefore) {
      // What passes on delivers the outer cancel as well.
      var unused = host.takeCancel();
      return false;
    }
    caught = true;
    return true;
  }

  private void unlink(OwnScope own) {
    if (own.innermost == this) {
      own.innermost = outer;
      return;
    }
    CancelScope inner = own.innermost;
    while (inner != null && inner.outer != this) {
      inner = inner.outer;
    }
    if (inner != null) {
      inner.outer = outer;
    }
  }

  private int requestsOutside(Task<?> host) {
    int requests = host.cancelRequests();
    for (CancelScope scope = outer; scope != null; scope = scope.outer) {
      if (scope.requested) {
        requests++;
      }
    }
    return requests;
  }

  /** The task that the body is in, while it is in the scope. */
  @Nullable Task<?> host() {
    return state == State.ENTERED ? task : null;
  }

  private void arm() {
    disarm();
    Task<?> host = task;
    if (host != null) {
      EventLoop loop = host.checkedLoop();
      deadline = new Deadline(this);
      loop.addDeadline(deadline, nanosUntilDeadline);
    }
  }

  private void disarm() {
    Task<?> host = task;
    Deadline armed = deadline;
    if (armed != null && host != null) {
      deadline = null;
      armed.scope = null;
      host.checkedLoop().stopTimer(armed);
    }
  }

  // ---- what the task asks of its scopes, innermost first ---------------------------------------

  /** Whether one that no shield stands before was asked to end, and that was not delivered. */
  static boolean isCancelPending(@Nullable CancelScope innermost, boolean ofTask) {
    for (CancelScope scope = innermost; scope != null; scope = scope.outer) {
      if (scope.isPending()) {
        return true;
      }
      if (scope.shielded) {
        return false;
      }
    }
    return ofTask;
  }

  /**
   * Notes that all such ones get their cancel now.
   *
   * @return whether no shield stands before the task itself
   */
  static boolean deliver(@Nullable CancelScope innermost) {
    for (CancelScope scope = innermost; scope != null; scope = scope.outer) {
      scope.delivered = scope.requested;
      if (scope.shielded) {
        return false;
      }
    }
    return true;
  }

  /** Those that were asked to end get their cancel once more. */
  static void redeliver(@Nullable CancelScope innermost) {
    for (CancelScope scope = innermost; scope != null; scope = scope.outer) {
      scope.delivered = false;
    }
  }

  /** Whether any was asked to end, and that was not delivered. */
  static boolean hasPending(@Nullable CancelScope innermost) {
    for (CancelScope scope = innermost; scope != null; scope = scope.outer) {
      if (scope.isPending()) {
        return true;
      }
    }
    return false;
  }

  private boolean isPending() {
    return requested && !delivered;
  }

  /** The scope's entry in the timers of the loop. */
  static final class Deadline implements Runnable {
    private @Nullable CancelScope scope;

    /** The place in the loop's timers; 0 for none. Belongs to {@link Timers}. */
    int timerPlace;

    Deadline(CancelScope scope) {
      this.scope = scope;
    }

    @Override
    public void run() {
      CancelScope expired = scope;
      if (expired != null) {
        expired.requestHere("the deadline has passed");
      }
    }
  }
}
