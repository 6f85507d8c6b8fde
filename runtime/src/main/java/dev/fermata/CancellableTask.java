package dev.fermata;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The part of a {@link Task} that knows whose it is, and which cancels its body has to get.
 *
 * <p>Threads: see {@link TaskState}.
 */
abstract class CancellableTask<T extends @Nullable Object> extends CompletableFuture<T> {
  private static final VarHandle FLAGS;

  static {
    try {
      FLAGS = MethodHandles.lookup().findVarHandle(CancellableTask.class, "flags", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** The task itself was asked to end, and that has not been delivered. */
  private static final int CANCEL = 1;

  /** The future of a hot method. */
  private static final int HOT = 2;

  /** The pending cancel went on to the task that this one awaits. */
  private static final int FORWARDED = 4;

  /** The latest cancel was delivered to the body. */
  private static final int DELIVERED = 8;

  /** The body ended with its own TaskCancelled. */
  private static final int CANCELLED_ITSELF = 16;

  /** The body has ended. */
  private static final int ENDED = 32;

  /** One of the task's cancel scopes was asked to end, and that has not been delivered. */
  private static final int SCOPE_CANCEL = 64;

  /** The body is in a cancel scope. */
  private static final int IN_SCOPES = 128;

  /** The bits from here on count the cancels that were asked for, less those taken back. */
  private static final int ONE_REQUEST = 256;

  private Scope scope;
  private int flags;

  CancellableTask(Scope scope, boolean hot) {
    this.scope = scope;
    this.flags = hot ? HOT : 0;
  }

  abstract Task<T> self();

  final @Nullable EventLoop loop() {
    return scope.loop;
  }

  /** The loop, on whose thread this is. */
  final EventLoop checkedLoop() {
    EventLoop loop = scope.loop;
    if (loop == null) {
      throw new IllegalStateException("task '" + self().name() + "' belongs to no event loop");
    }
    if (!loop.isCurrent()) {
      throw new IllegalStateException(
          "task '"
              + self().name()
              + "' belongs to another event loop than thread '"
              + Thread.currentThread().getName()
              + "'; send it there with execute");
    }
    return loop;
  }

  final Scope scope() {
    return scope;
  }

  /** What this task has for itself, made when it is asked for; any thread. */
  final OwnScope own() {
    if (scope instanceof OwnScope own) {
      return own;
    }
    synchronized (CancellableTask.class) {
      if (scope instanceof OwnScope own) {
        return own;
      }
      OwnScope own = new OwnScope(scope, null);
      scope = own;
      return own;
    }
  }

  /**
   * Somebody outside of the runtime gets to see this task, and may keep it: from now on it has a
   * scope of its own, and not that of a {@link Gather}. Any thread.
   */
  final void show() {
    if (scope instanceof Gather) {
      var unused = own();
    }
  }

  final boolean hasEnded() {
    return (flags() & ENDED) != 0;
  }

  final boolean isHot() {
    return (flags & HOT) != 0;
  }

  // ---- cancelling ----------------------------------------------------------------------------

  /** Notes a cancel of the task, which has to be delivered. */
  final void requestCancel(@Nullable String message) {
    if (message != null || scope instanceof OwnScope) {
      own().cancelMessage = message;
    }
    add(ONE_REQUEST);
    change(CANCEL, DELIVERED);
  }

  /** Notes a cancel of one of the task's scopes, which has to be delivered. */
  final void requestScopeCancel(@Nullable String message) {
    if ((flags & CANCEL) == 0) {
      own().cancelMessage = message;
    }
    change(SCOPE_CANCEL, DELIVERED);
  }

  /** How many cancels of the task were asked for, less those taken back. */
  final int cancelRequests() {
    return flags() / ONE_REQUEST;
  }

  /** Takes one cancel back; returns how many are left. */
  final int takeBackCancel() {
    if (cancelRequests() > 0) {
      add(-ONE_REQUEST);
      if (cancelRequests() == 0) {
        change(0, CANCEL | FORWARDED);
      }
    }
    return cancelRequests();
  }

  /** Delivers a cancel once more, at the next await; on the loop's thread. */
  final void redeliverCancel() {
    if (cancelRequests() > 0) {
      change(CANCEL, DELIVERED);
    }
    CancelScope innermost = own().innermost;
    CancelScope.redeliver(innermost);
    scopesChanged(innermost);
  }

  /** Whether a cancel is pending that the body may get: no shield stands before it. */
  final boolean isCancelPending() {
    int now = flags();
    if ((now & IN_SCOPES) != 0) {
      return CancelScope.isCancelPending(own().innermost, (now & CANCEL) != 0);
    }
    return (now & CANCEL) != 0;
  }

  /** Whether a cancel was asked for that has not been delivered, be there a shield before it. */
  final boolean isCancelRequested() {
    return (flags() & (CANCEL | SCOPE_CANCEL)) != 0;
  }

  /** Notes that the cancel went on to the task of the same loop that this one awaits. */
  final void forwardCancel() {
    change(FORWARDED, 0);
  }

  /** Takes all pending cancels that the body may get, to deliver them as one. */
  final boolean takeCancel() {
    if (!isCancelRequested()) {
      return false;
    }
    int now = flags();
    if ((now & IN_SCOPES) == 0) {
      change(DELIVERED, CANCEL | FORWARDED | SCOPE_CANCEL);
      return true;
    }
    CancelScope innermost = own().innermost;
    if (!CancelScope.isCancelPending(innermost, (now & CANCEL) != 0)) {
      return false;
    }
    boolean all = CancelScope.deliver(innermost);
    change(DELIVERED, (all ? CANCEL | SCOPE_CANCEL : 0) | FORWARDED);
    if (!all) {
      scopesChanged(innermost);
    }
    return true;
  }

  /** What the body gets when its cancel is delivered. */
  final TaskCancelled cancellation() {
    if (scope instanceof OwnScope own) {
      String message = own.cancelMessage;
      own.cancelMessage = null;
      TaskCancelled cancellation = new TaskCancelled(message);
      own.lastCancellation = own.innermost == null ? null : cancellation;
      return cancellation;
    }
    return new TaskCancelled(null);
  }

  /** The task's scopes are others now, or other ones of them were asked to end. */
  final void scopesChanged(@Nullable CancelScope innermost) {
    int set = innermost == null ? 0 : IN_SCOPES;
    if (CancelScope.hasPending(innermost)) {
      set |= SCOPE_CANCEL;
    }
    change(set, (IN_SCOPES | SCOPE_CANCEL) & ~set);
  }

  /** Whether the body has got the latest cancel. */
  final boolean hasTakenCancel() {
    return (flags() & DELIVERED) != 0;
  }

  /** Whether the body has ended with its own TaskCancelled. */
  final boolean hasCancelledItself() {
    return (flags() & CANCELLED_ITSELF) != 0;
  }

  final void noteCancelledItself() {
    change(CANCELLED_ITSELF, 0);
  }

  /** Whether the pending cancel went on to the task that this one awaits. */
  final boolean hasForwardedCancel() {
    return (flags & FORWARDED) != 0;
  }

  /** The body has ended: what is pending is not delivered any more. */
  final void noteEnd() {
    change(ENDED, CANCEL | FORWARDED | SCOPE_CANCEL);
  }

  /** As {@link #noteEnd}, where nobody has seen the task. */
  final void noteEndUnseen() {
    flags = ENDED;
  }

  private int flags() {
    return scope.loop != null ? flags : (int) FLAGS.getVolatile(this);
  }

  private void change(int set, int clear) {
    if (scope.loop != null) {
      flags = (flags | set) & ~clear;
      return;
    }
    int old;
    do {
      old = (int) FLAGS.getVolatile(this);
    } while (!FLAGS.compareAndSet(this, old, (old | set) & ~clear));
  }

  private void add(int requests) {
    if (scope.loop != null) {
      flags += requests;
    } else {
      var unused = (int) FLAGS.getAndAdd(this, requests);
    }
  }
}
