package dev.fermata;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Timers by time, those of equal time in the order of their adding: a 4-ary heap in three parallel
 * arrays.
 *
 * <p>An entry is a {@link Task}, a {@link CancelScope.Deadline} or a {@link ScheduledCallback}. It
 * knows its own place (from 1; 0 or less for none), so that removing one takes logarithmic time.
 */
final class TimerHeap {
  private static final int INITIAL = 16;

  private @Nullable Object[] entries = new @Nullable Object[INITIAL];
  private long[] deadlines = new long[INITIAL];
  private long[] orders = new long[INITIAL];
  private int size;
  private long nextOrder;

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }

  /** The earliest time; the heap must not be empty. */
  long firstDeadline() {
    return deadlines[0];
  }

  void add(Object entry, long deadline) {
    if (size == entries.length) {
      resize(size * 2);
    }
    siftUp(size++, entry, deadline, nextOrder++);
  }

  /** Takes the earliest entry out; the heap must not be empty. */
  Object takeFirst() {
    Object first = at(0);
    removeAt(0);
    return first;
  }

  /** Takes an entry out, if it is in here. */
  boolean remove(Object entry) {
    int place = placeOf(entry);
    if (place <= 0) {
      return false;
    }
    removeAt(place - 1);
    return true;
  }

  void forEach(Consumer<Object> action) {
    for (int i = 0; i < size; i++) {
      action.accept(at(i));
    }
  }

  private Object at(int index) {
    Object entry = entries[index];
    if (entry == null) {
      throw new IllegalStateException("no timer at " + index);
    }
    return entry;
  }

  private void removeAt(int index) {
    setPlace(at(index), 0);
    int end = --size;
    Object moved = at(end);
    entries[end] = null;
    if (index != end) {
      long deadline = deadlines[end];
      long order = orders[end];
      int parent = (index - 1) >> 2;
      if (index > 0 && before(deadline, order, parent)) {
        siftUp(index, moved, deadline, order);
      } else {
        siftDown(index, moved, deadline, order);
      }
    }
    if (size < entries.length >> 2 && entries.length > INITIAL * INITIAL) {
      resize(entries.length >> 1);
    }
  }

  private void siftUp(int start, Object entry, long deadline, long order) {
    int index = start;
    while (index > 0) {
      int parent = (index - 1) >> 2;
      if (!before(deadline, order, parent)) {
        break;
      }
      move(parent, index);
      index = parent;
    }
    put(index, entry, deadline, order);
  }

  private void siftDown(int start, Object entry, long deadline, long order) {
    int index = start;
    while (true) {
      int child = earliestChild(index);
      if (child < 0 || before(deadline, order, child)) {
        break;
      }
      move(child, index);
      index = child;
    }
    put(index, entry, deadline, order);
  }

  private int earliestChild(int index) {
    int first = (index << 2) + 1;
    if (first >= size) {
      return -1;
    }
    int end = Math.min(first + 4, size);
    int earliest = first;
    for (int i = first + 1; i < end; i++) {
      if (before(deadlines[i], orders[i], earliest)) {
        earliest = i;
      }
    }
    return earliest;
  }

  private boolean before(long deadline, long order, int index) {
    long difference = deadline - deadlines[index];
    return difference < 0 || (difference == 0 && order < orders[index]);
  }

  private void move(int from, int to) {
    put(to, at(from), deadlines[from], orders[from]);
  }

  private void put(int index, Object entry, long deadline, long order) {
    entries[index] = entry;
    deadlines[index] = deadline;
    orders[index] = order;
    setPlace(entry, index + 1);
  }

  private void resize(int capacity) {
    entries = Arrays.copyOf(entries, capacity);
    deadlines = Arrays.copyOf(deadlines, capacity);
    orders = Arrays.copyOf(orders, capacity);
  }

  private static int placeOf(Object entry) {
    if (entry instanceof Task<?> task) {
      return task.timerPlace;
    }
    return entry instanceof CancelScope.Deadline deadline
        ? deadline.timerPlace
        : ((ScheduledCallback<?>) entry).timerPlace;
  }

  private static void setPlace(Object entry, int place) {
    if (entry instanceof Task<?> task) {
      task.timerPlace = place;
    } else if (entry instanceof CancelScope.Deadline deadline) {
      deadline.timerPlace = place;
    } else {
      ((ScheduledCallback<?>) entry).timerPlace = place;
    }
  }
}
