package dev.fermata;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A first-in first-out ring of references: tasks and callbacks that can go on. */
final class ReadyQueue {
  private static final int INITIAL = 64;

  private @Nullable Object[] ring = new @Nullable Object[INITIAL];
  private int head;
  private int size;

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  void add(Object element) {
    if (size == ring.length) {
      grow();
    }
    ring[(head + size++) & (ring.length - 1)] = element;
  }

  /** The oldest element; the queue must not be empty. */
  Object take() {
    Object element = ring[head];
    if (element == null) {
      throw new IllegalStateException("the ready queue is empty");
    }
    ring[head] = null;
    head = (head + 1) & (ring.length - 1);
    size--;
    if (size == 0 && ring.length > INITIAL * INITIAL) {
      // A burst of tasks must not keep its memory for good.
      ring = new @Nullable Object[INITIAL];
      head = 0;
    }
    return element;
  }

  void forEach(Consumer<Object> action) {
    for (int i = 0; i < size; i++) {
      Object element = ring[(head + i) & (ring.length - 1)];
      if (element != null) {
        action.accept(element);
      }
    }
  }

  private void grow() {
    @Nullable Object[] larger = Arrays.copyOfRange(ring, head, head + ring.length * 2);
    System.arraycopy(ring, 0, larger, ring.length - head, head);
    ring = larger;
    head = 0;
  }
}
