package dev.fermata;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Timers by time, those of equal time in the order of their adding.
 *
 * <p>The next ones are in a heap that fits into a cache. All others are in no order, in bags that
 * follow one another in time; when the heap is used up, the nearest bag is divided until a part of
 * it fits into the heap, or emptied from its beginning, if it is in order. So a timer is moved a
 * few times, page after page, where one heap of all would have a cache miss a level; and to add or
 * remove one that is far away writes one slot.
 *
 * <p>An entry is a {@link Task}, a {@link CancelScope.Deadline} or a {@link ScheduledCallback}. It
 * knows its own place (0 or less for none). Memory: 12 bytes a timer that is far away, and 20 where
 * it is near.
 */
final class Timers {
  /** More near timers than this are divided, and the later half becomes a bag. */
  private static final int MOST_NEAR = 4_096;

  private final NearTimers near;
  private final TimerPages pages = new TimerPages();

  /** The bags, the nearest one last. */
  private final List<FarTimers> far = new ArrayList<>();

  private final int mostNear;
  private int size;

  Timers() {
    this(MOST_NEAR, 0);
  }

  /** With other bounds; for tests. */
  Timers(int mostNear, int firstOrder) {
    if (mostNear > MOST_NEAR) {
      throw new IllegalArgumentException("at most " + MOST_NEAR + " timers may be near");
    }
    this.mostNear = mostNear;
    near = new NearTimers(firstOrder);
  }

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }

  /** How many slots there are, taken or not. */
  int capacity() {
    return near.capacity() + pages.capacity();
  }

  /** The earliest time; there must be a timer. */
  long firstDeadline() {
    if (near.isEmpty()) {
      refill();
    }
    return near.firstDeadline();
  }

  void add(Object entry, long deadline) {
    size++;
    if (near.size() == mostNear && !isFar(deadline)) {
      divideNear();
    }
    if (isFar(deadline)) {
      bagOf(deadline).add(entry, deadline);
    } else {
      near.add(entry, deadline);
    }
  }

  /** Takes the earliest entry out; there must be a timer. */
  Object takeFirst() {
    if (near.isEmpty()) {
      refill();
    }
    Object first = near.takeFirst();
    setPlace(first, 0);
    removed();
    return first;
  }

  /** Takes an entry out, if it is in here. */
  boolean remove(Object entry) {
    int place = placeOf(entry);
    if (place <= 0) {
      return false;
    }
    setPlace(entry, 0);
    if (TimerPages.isPlace(place)) {
      FarTimers bag = pages.clear(place);
      bag.removed();
      if (bag.isEmpty()) {
        far.remove(bag);
      }
    } else {
      near.remove(place);
    }
    removed();
    return true;
  }

  private void removed() {
    if (--size == 0) {
      near.giveUpSpace();
    }
  }

  void forEach(Consumer<Object> action) {
    near.forEach(action);
    for (FarTimers bag : far) {
      bag.forEach((entry, deadline) -> action.accept(entry));
    }
  }

  private boolean isFar(long deadline) {
    return !far.isEmpty() && deadline - far.get(far.size() - 1).from() >= 0;
  }

  private FarTimers bagOf(long deadline) {
    int low = 0;
    int high = far.size() - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (deadline - far.get(middle).from() >= 0) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return far.get(low);
  }

  /** The later half of the near timers becomes a bag. */
  private void divideNear() {
    int kept = near.size() / 2;
    @Nullable Object[] entries = new @Nullable Object[kept];
    long[] deadlines = new long[kept];
    for (int i = 0; i < kept; i++) {
      deadlines[i] = near.firstDeadline();
      entries[i] = near.takeFirst();
    }
    FarTimers bag = new FarTimers(near.firstDeadline(), pages);
    while (!near.isEmpty()) {
      long deadline = near.firstDeadline();
      bag.add(near.takeFirst(), deadline);
    }
    far.add(bag);
    for (int i = 0; i < kept; i++) {
      Object entry = entries[i];
      if (entry != null) {
        near.add(entry, deadlines[i]);
      }
    }
  }

  /** The nearest timers of all bags become near ones. */
  private void refill() {
    int fits = mostNear - mostNear / 4;
    while (near.isEmpty()) {
      if (far.isEmpty()) {
        throw new IllegalStateException("there is no timer");
      }
      FarTimers nearest = far.remove(far.size() - 1);
      if (nearest.size() <= fits) {
        nearest.drain(near::add);
      } else if (nearest.isAscending()) {
        nearest.drainFirst(fits, near::add);
        far.add(nearest);
      } else {
        far.addAll(nearest.divide());
      }
    }
  }

  static int placeOf(Object entry) {
    if (entry instanceof Task<?> task) {
      return task.timerPlace;
    }
    return entry instanceof CancelScope.Deadline deadline
        ? deadline.timerPlace
        : ((ScheduledCallback<?>) entry).timerPlace;
  }

  static void setPlace(Object entry, int place) {
    if (entry instanceof Task<?> task) {
      task.timerPlace = place;
    } else if (entry instanceof CancelScope.Deadline deadline) {
      deadline.timerPlace = place;
    } else {
      ((ScheduledCallback<?>) entry).timerPlace = place;
    }
  }
}
