package dev.fermata;

import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** Waits for a child of a group to be ready. */
final class StartedChild<V extends @Nullable Object> extends Suspension<V> {
  private final TaskGroup group;
  private final ChildScope children;
  private final TaskGroup.Starter<V> child;
  private @Nullable Task<?> task;
  private boolean started;
  private boolean startedAtOnce;
  private @Nullable V value;

  StartedChild(TaskGroup group, ChildScope children, TaskGroup.Starter<V> child) {
    this.group = group;
    this.children = children;
    this.child = child;
  }

  @Override
  protected @Nullable Object begin() throws Exception {
    TaskStatus<V> status = this::started;
    task = group.spawn(null, new Starting(), child.start(status));
    return startedAtOnce ? value : suspend();
  }

  private void started(V ready) {
    if (started) {
      throw new IllegalStateException("the child has said already that it is started");
    }
    started = true;
    if (!resume(ready)) {
      // Before the child's first step: the function itself has said so.
      startedAtOnce = true;
      value = ready;
    }
  }

  @Override
  protected boolean onCancel() {
    Task<?> waitedFor = task;
    if (waitedFor != null) {
      Cancellation.request(waitedFor, null);
    }
    return false;
  }

  private void endedEarly(Task<?> ended) {
    Throwable failure = ended.takeFailure();
    if (failure != null) {
      fail(failure);
    } else if (!ended.isCancelled()) {
      fail(new IllegalStateException("the child has ended and never said that it is started"));
    } else if (!failCancelled()) {
      fail(new CancellationException("the child was cancelled before it was started"));
    }
  }

  @Override
  protected String name() {
    return "TaskGroup.start";
  }

  /** The scope of the child: before it is ready, its end is told to who waits for that. */
  private final class Starting extends Scope {
    Starting() {
      super(children.loop);
    }

    @Override
    void ended(Task<?> ended) {
      if (started) {
        children.ended(ended);
      } else {
        children.gone();
        endedEarly(ended);
      }
    }
  }
}
