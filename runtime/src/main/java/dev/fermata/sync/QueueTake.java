package dev.fermata.sync;

import dev.fermata.Coroutine;
import org.jspecify.annotations.Nullable;

/** Takes an element of a queue. */
final class QueueTake<T> extends Coroutine<T> {
  private final Queue<T> queue;

  QueueTake(Queue<T> queue) {
    this.queue = queue;
  }

  @Override
  protected Object begin() {
    return begin(queue);
  }

  /** What {@code begin} does, for those who need no coroutine. */
  static <T> Object begin(Queue<T> queue) {
    queue.check();
    T element = queue.takeNow();
    if (element != null) {
      return element;
    }
    Place<T> spare = queue.spareTake;
    return (spare != null && spare.isFree() ? spare : new Place<>(queue)).hold();
  }

  @Override
  protected String name() {
    return "Queue.take";
  }

  /** Waits for an element, and takes it in the task's turn. */
  static final class Place<T> extends Queue.Waiter {
    private final Queue<T> of;

    Place(Queue<T> queue) {
      super(queue.takers());
      of = queue;
    }

    @Override
    protected Object onResume(@Nullable Object given) {
      if (of.spareTake != this) {
        of.spareTake = this;
      }
      return of.takePromised();
    }

    @Override
    protected String name() {
      return "Queue.take";
    }
  }
}
