package dev.fermata;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that live no longer than a block of an {@code @Async} method: structured concurrency, as
 * asyncio's {@code TaskGroup} and trio's nursery.
 *
 * <pre>{@code
 * try (var group = TaskGroup.open()) {
 *   group.spawn(fetch(a));
 *   group.spawn(fetch(b));
 * } // awaits both
 * }</pre>
 *
 * <p>The closing brace awaits all children. At the first failure of a child its siblings are
 * cancelled, and so is the body, at the await that it is held at or its next one. When all have
 * ended, the brace throws that first failure as it is, with the later ones as suppressed
 * exceptions. If the body itself throws, the children are cancelled, and their failures are
 * suppressed exceptions of the body's. A cancel from outside goes on to the children, and then
 * passes on. Children that were cancelled are no failures.
 *
 * <p>It belongs to the task that has opened it, and is closed there. Its children may start further
 * ones in it while it is open or closing. What is started after a failure is cancelled before its
 * first step.
 */
public final class TaskGroup implements AsyncCloseable {
  private enum State {
    OPEN,
    CLOSING,
    CLOSED
  }

  private static final String FAILED = "another task of the group has failed";
  private static final String BODY_FAILED = "the body of the task group has failed";
  private static final String ENDED_BY_GROUP = "the task group was cancelled";

  private final CancelScope scope = new CancelScope();
  private final Task<?> host;
  private final Children children;
  private final List<Throwable> failures = new ArrayList<>();
  private State state = State.OPEN;

  private TaskGroup() {
    host = Task.current();
    scope.enter();
    children = new Children(host.checkedLoop());
  }

  /**
   * Opens a group in the current task; only in woven {@code @Async} methods.
   *
   * @throws IllegalStateException if no task of an event loop runs on this thread
   */
  public static TaskGroup open() {
    return new TaskGroup();
  }

  /**
   * Starts a child. Its first step comes in a later turn of the loop.
   *
   * @throws IllegalStateException if the group is closed, or the coroutine was used before
   */
  public <T extends @Nullable Object> Task<T> spawn(Coroutine<T> coroutine) {
    return spawn(null, children, coroutine);
  }

  /** As {@link #spawn(Coroutine)}, with a name for the task. */
  public <T extends @Nullable Object> Task<T> spawn(String name, Coroutine<T> coroutine) {
    return spawn(Objects.requireNonNull(name, "name"), children, coroutine);
  }

  /** As {@link #spawn(Coroutine)}, with an async lambda. */
  public <T extends @Nullable Object> Task<T> spawn(AsyncCallable<T> body) {
    return spawn(Fermata.async(body));
  }

  /** As {@link #spawn(String, Coroutine)}, with an async lambda. */
  public <T extends @Nullable Object> Task<T> spawn(String name, AsyncCallable<T> body) {
    return spawn(name, Fermata.async(body));
  }

  /** Starts a child whose end is told to a scope of its own, or to that of all children. */
  <T extends @Nullable Object> Task<T> spawn(
      @Nullable String name, Scope parent, Coroutine<T> coroutine) {
    if (state == State.CLOSED) {
      throw new IllegalStateException("the task group is closed; start the task while it is open");
    }
    var unused = host.checkedLoop();
    coroutine.claim();
    return children.spawnClaimed(name == null ? parent : new OwnScope(parent, name), coroutine);
  }

  /**
   * Starts a child and waits until it says that it is ready, as a server does that listens; trio's
   * {@code start}. A failure of the child before that is thrown here, and is not the group's.
   *
   * @param child gets the means to say so, and gives the child's coroutine
   * @return what the child has given to {@link TaskStatus#started}
   */
  public <V extends @Nullable Object> Coroutine<V> start(Starter<V> child) {
    return new StartedChild<>(this, children, child);
  }

  /**
   * Makes the coroutine of a child that says when it is ready.
   *
   * @param <V> what it tells then
   */
  @FunctionalInterface
  public interface Starter<V extends @Nullable Object> {
    /**
     * Called once.
     *
     * @throws Exception goes to who waits for the start
     */
    Coroutine<?> start(TaskStatus<V> status) throws Exception;
  }

  /**
   * Cancels all children, and those that are started from now on. The body goes on; to end it too,
   * run it in a {@link CancelScope}.
   */
  public void cancel() {
    var unused = host.checkedLoop();
    children.cancelChildren(ENDED_BY_GROUP);
  }

  /** Awaits the children; the body has ended normally. */
  @Override
  public Coroutine<@Nullable Void> closeAsync() {
    return closeAsync(null);
  }

  /**
   * Awaits the children.
   *
   * @param failure what the body has thrown, or null; then the children are cancelled first
   */
  @Override
  public Coroutine<@Nullable Void> closeAsync(@Nullable Throwable failure) {
    return new Close(failure);
  }

  private void childFailed(Throwable failure) {
    failures.add(failure);
    children.cancelChildren(FAILED);
    if (state == State.OPEN) {
      scope.cancel(FAILED);
    }
  }

  @Override
  public String toString() {
    return "TaskGroup[" + state + ", " + children.pending + " tasks]";
  }

  /** The children, whose end the group is told of. */
  private final class Children extends ChildScope {
    Children(EventLoop loop) {
      super(loop);
    }

    @Override
    void childEnded(Task<?> child) {
      Throwable failure = child.takeFailure();
      if (failure != null) {
        childFailed(failure);
      }
    }
  }

  /** The closing brace. */
  private final class Close extends Joining<@Nullable Void> {
    private final @Nullable Throwable failure;

    /** Whether the body was left because a child has failed. */
    private boolean interrupted;

    Close(@Nullable Throwable failure) {
      this.failure = failure;
    }

    @Override
    @SuppressWarnings("ReferenceEquality")
    JoinScope enter() {
      if (Task.current() != host) {
        throw new IllegalStateException(
            "a task group is closed in the task that has opened it, '" + host.name() + "'");
      }
      if (state == State.OPEN) {
        state = State.CLOSING;
        interrupted = scope.leave(failure instanceof TaskCancelled);
        if (failure != null) {
          children.cancelChildren(BODY_FAILED);
        }
      }
      return children;
    }

    @Override
    @Nullable Object finish(@Nullable TaskCancelled cancel) throws Throwable {
      if (state == State.CLOSED) {
        return null;
      }
      state = State.CLOSED;
      boolean cancelled = cancel != null || (failure instanceof TaskCancelled && !interrupted);
      if (failure != null && !(failure instanceof TaskCancelled)) {
        suppressIn(failure, failures);
      } else if (!failures.isEmpty()) {
        Throwable first = failures.get(0);
        suppressIn(first, failures.subList(1, failures.size()));
        redeliver(cancelled);
        replaceInterruption(first);
        throw first;
      } else if (cancel != null) {
        replaceInterruption(cancel);
        throw cancel;
      }
      redeliver(cancel != null);
      return null;
    }

    /** A failure goes before a cancel, which comes at the next await then. */
    private void redeliver(boolean cancelled) {
      if (cancelled) {
        host.redeliverCancel();
      }
    }

    private void replaceInterruption(Throwable replacement) {
      if (failure instanceof TaskCancelled interruption) {
        interruption.replaceWith(replacement);
      }
    }

    @SuppressWarnings("ReferenceEquality")
    private static void suppressIn(Throwable main, List<Throwable> others) {
      for (Throwable other : others) {
        if (other != main) {
          main.addSuppressed(other);
        }
      }
    }

    @Override
    protected String name() {
      return "TaskGroup.close";
    }
  }
}
