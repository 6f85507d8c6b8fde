package dev.fermata.sync;

import dev.fermata.Coroutine;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Puts an element into a queue. */
final class QueuePut<T> extends Coroutine<@Nullable Void> {
  private final Queue<T> queue;
  private final T element;

  QueuePut(Queue<T> queue, T element) {
    this.queue = queue;
    this.element = element;
  }

  @Override
  protected @Nullable Object begin() {
    return begin(queue, element);
  }

  /** What {@code begin} does, for those who need no coroutine. */
  static <T> @Nullable Object begin(Queue<T> queue, T element) {
    queue.check();
    if (queue.putNow(element)) {
      return null;
    }
    Place<T> spare = queue.sparePut;
    Place<T> place = spare != null && spare.isFree() ? spare : new Place<>(queue);
    place.element = element;
    return place.hold();
  }

  @Override
  protected String name() {
    return "Queue.put";
  }

  /** Waits for a place, and puts the element in the task's turn. */
  static final class Place<T> extends Queue.Waiter {
    private final Queue<T> of;
    private @Nullable T element;

    Place(Queue<T> queue) {
      super(queue.putters());
      of = queue;
    }

    @Override
    protected @Nullable Object onResume(@Nullable Object given) {
      T put = Objects.requireNonNull(element);
      element = null;
      if (of.sparePut != this) {
        of.sparePut = this;
      }
      of.putPromised(put);
      return null;
    }

    @Override
    protected String name() {
      return "Queue.put";
    }
  }
}
