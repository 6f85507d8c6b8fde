package dev.fermata;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A first-in first-out ring of references: tasks and callbacks that can go on.
 *
 * <p>What was taken last stays in the slot before the head until the next one is taken: so it costs
 * nothing to know what runs now.
 */
final class ReadyQueue {
  private static final int INITIAL = 64;

  private @Nullable Object[] ring = new @Nullable Object[INITIAL];
  private int head = 1;
  private int size;

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  void add(Object element) {
    if (size == ring.length - 1) {
      moveTo(ring.length * 2);
    }
    ring[(head + size++) & (ring.length - 1)] = element;
  }

  /** The oldest element, which runs from now on; the queue must not be empty. */
  Object take() {
    Object element = ring[head];
    if (element == null || size == 0) {
      throw new IllegalStateException("the ready queue is empty");
    }
    ring[(head - 1) & (ring.length - 1)] = null;
    head = (head + 1) & (ring.length - 1);
    size--;
    if (size == 0 && ring.length > INITIAL * INITIAL) {
      // A burst of tasks must not keep its memory for good.
      moveTo(INITIAL);
    }
    return element;
  }

  /** What was taken last, until it was released. */
  @Nullable Object running() {
    return ring[(head - 1) & (ring.length - 1)];
  }

  /** Nothing runs now. */
  void release() {
    ring[(head - 1) & (ring.length - 1)] = null;
  }

  void forEach(Consumer<Object> action) {
    for (int i = 0; i < size; i++) {
      Object element = ring[(head + i) & (ring.length - 1)];
      if (element != null) {
        action.accept(element);
      }
    }
  }

  private void moveTo(int capacity) {
    @Nullable Object[] old = ring;
    int from = (head - 1) & (old.length - 1);
    @Nullable Object[] moved = new @Nullable Object[capacity];
    int count = size + 1;
    int straight = Math.min(count, old.length - from);
    System.arraycopy(old, from, moved, 0, straight);
    System.arraycopy(old, 0, moved, straight, count - straight);
    ring = moved;
    head = 1;
  }
}
