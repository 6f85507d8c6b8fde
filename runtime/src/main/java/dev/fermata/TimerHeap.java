package dev.fermata;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Timers by time, those of equal time in the order of their adding: a 4-ary heap of 16 bytes a
 * timer.
 *
 * <p>An entry is a {@link Task}, a {@link CancelScope.Deadline} or a {@link ScheduledCallback}. It
 * knows its own slot (0 or less for none). Deadlines stand beside the entries, so that to compare
 * four children reads 32 bytes in a row and no entry.
 *
 * <p>Removing one empties its slot and leaves the rest as it is, since what that costs is cache
 * misses. When more slots were emptied than are taken, those that are taken move together. So a
 * removal takes constant time in the mean, and an emptied slot is dropped at the latest when its
 * time has come.
 *
 * <p>The slots are in pages, since an array that doubles would be half empty at worst, and copied
 * over and over. The first page grows from small; all others have {@link #PAGE} slots. The root is
 * in slot 3, and the children of slot {@code i} from slot {@code 4 (i - 2)} on: so no page ends
 * between siblings.
 */
final class TimerHeap {
  private static final int ROOT = 3;
  private static final int INITIAL = 16;
  private static final int SHIFT = 10;
  private static final int PAGE = 1 << SHIFT;
  private static final int MASK = PAGE - 1;

  /** So many emptied slots are never worth moving the others. */
  private static final int FEW = 16;

  /** Stand where a page was given up. */
  private static final @Nullable Object[] NO_ENTRIES = {};

  private static final long[] NO_TIMES = {};
  private static final int[] NO_ORDERS = {};

  private @Nullable Object[][] entries = {new @Nullable Object[INITIAL]};
  private long[][] deadlines = {new long[INITIAL]};
  private int[][] orders = {new int[INITIAL]};

  /** How many slots are taken by timers that have not been removed. */
  private int live;

  /** How many slots the pages have. */
  private int capacity = INITIAL;

  /** The slot after the last one that is taken. */
  private int end = ROOT;

  /**
   * Counts what was added, and overflows: orders compare by their difference. That is right as long
   * as two timers of the very same nanosecond are added less than 2^31 timers apart; beyond, those
   * two may fire in the wrong order, and nothing else happens.
   */
  private int nextOrder;

  TimerHeap() {
    this(0);
  }

  /** With a counter that begins anywhere; for tests of its overflow. */
  TimerHeap(int firstOrder) {
    nextOrder = firstOrder;
  }

  boolean isEmpty() {
    return live == 0;
  }

  int size() {
    return live;
  }

  /** How many slots there are, taken or not. */
  int capacity() {
    return capacity;
  }

  /** The earliest time; the heap must not be empty. */
  long firstDeadline() {
    if (entries[0][ROOT] == null) {
      dropRemovedFirst();
    }
    return deadlines[0][ROOT];
  }

  void add(Object entry, long deadline) {
    if (end == capacity) {
      grow();
    }
    live++;
    siftUp(end++, entry, deadline, nextOrder++);
  }

  /** Takes the earliest entry out; the heap must not be empty. */
  Object takeFirst() {
    dropRemovedFirst();
    Object first = entries[0][ROOT];
    if (first == null) {
      throw new IllegalStateException("there is no timer");
    }
    setSlot(first, 0);
    live--;
    dropRoot();
    return first;
  }

  /** Takes an entry out, if it is in here. */
  boolean remove(Object entry) {
    int slot = slotOf(entry);
    if (slot <= 0) {
      return false;
    }
    setSlot(entry, 0);
    entries[slot >> SHIFT][slot & MASK] = null;
    live--;
    if (slot == end - 1) {
      end--;
      giveUpPages();
    } else if (end - ROOT > 2 * live + FEW) {
      compact();
    }
    return true;
  }

  void forEach(Consumer<Object> action) {
    for (int i = ROOT; i < end; i++) {
      Object entry = entryAt(i);
      if (entry != null) {
        action.accept(entry);
      }
    }
  }

  private @Nullable Object entryAt(int slot) {
    return entries[slot >> SHIFT][slot & MASK];
  }

  private long deadlineAt(int slot) {
    return deadlines[slot >> SHIFT][slot & MASK];
  }

  private int orderAt(int slot) {
    return orders[slot >> SHIFT][slot & MASK];
  }

  /** Sees to it that the root was not removed, if the heap is not empty. */
  private void dropRemovedFirst() {
    while (entries[0][ROOT] == null && end > ROOT) {
      dropRoot();
    }
  }

  private void dropRoot() {
    int last = --end;
    Object moved = entryAt(last);
    entries[last >> SHIFT][last & MASK] = null;
    if (last != ROOT) {
      siftDown(ROOT, moved, deadlineAt(last), orderAt(last));
    }
    giveUpPages();
  }

  /** Moves the timers together that were not removed, and orders them anew. */
  private void compact() {
    int before = end;
    end = ROOT;
    for (int i = ROOT; i < before; i++) {
      Object entry = entryAt(i);
      if (entry != null) {
        if (i != end) {
          entries[i >> SHIFT][i & MASK] = null;
          put(end, entry, deadlineAt(i), orderAt(i));
        }
        end++;
      }
    }
    for (int i = end > ROOT + 1 ? parentOf(end - 1) : 0; i >= ROOT; i--) {
      // Most stand where they belong, and are not touched.
      int first = (i - 2) << 2;
      if (!isBefore(deadlineAt(i), orderAt(i), earliest(first, Math.min(first + 4, end)))) {
        siftDown(i, entryAt(i), deadlineAt(i), orderAt(i));
      }
    }
    giveUpPages();
  }

  private static int parentOf(int slot) {
    return (slot >> 2) + 2;
  }

  private void siftUp(int start, @Nullable Object entry, long deadline, int order) {
    int slot = start;
    while (slot > ROOT) {
      int parent = parentOf(slot);
      if (!isBefore(deadline, order, parent)) {
        break;
      }
      move(parent, slot);
      slot = parent;
    }
    put(slot, entry, deadline, order);
  }

  private void siftDown(int start, @Nullable Object entry, long deadline, int order) {
    int slot = start;
    while (true) {
      int first = (slot - 2) << 2;
      if (first >= end) {
        break;
      }
      int child = earliest(first, Math.min(first + 4, end));
      if (isBefore(deadline, order, child)) {
        break;
      }
      move(child, slot);
      slot = child;
    }
    put(slot, entry, deadline, order);
  }

  /** The earliest one of siblings, which are in one page. */
  private int earliest(int first, int afterLast) {
    long[] page = deadlines[first >> SHIFT];
    int earliest = first;
    long deadline = page[first & MASK];
    for (int i = first + 1; i < afterLast; i++) {
      long other = page[i & MASK];
      long difference = other - deadline;
      if (difference < 0 || (difference == 0 && orderAt(i) - orderAt(earliest) < 0)) {
        earliest = i;
        deadline = other;
      }
    }
    return earliest;
  }

  private boolean isBefore(long deadline, int order, int slot) {
    long difference = deadline - deadlineAt(slot);
    return difference < 0 || (difference == 0 && order - orderAt(slot) < 0);
  }

  private void move(int from, int to) {
    put(to, entryAt(from), deadlineAt(from), orderAt(from));
  }

  private void put(int slot, @Nullable Object entry, long deadline, int order) {
    int page = slot >> SHIFT;
    int index = slot & MASK;
    entries[page][index] = entry;
    deadlines[page][index] = deadline;
    orders[page][index] = order;
    if (entry != null) {
      setSlot(entry, slot);
    }
  }

  /** Makes place: the first page doubles, and then comes page after page. */
  private void grow() {
    if (capacity < PAGE) {
      capacity *= 2;
      entries[0] = Arrays.copyOf(entries[0], capacity);
      deadlines[0] = Arrays.copyOf(deadlines[0], capacity);
      orders[0] = Arrays.copyOf(orders[0], capacity);
      return;
    }
    int page = capacity >> SHIFT;
    if (page == entries.length) {
      entries = Arrays.copyOf(entries, page * 2);
      deadlines = Arrays.copyOf(deadlines, page * 2);
      orders = Arrays.copyOf(orders, page * 2);
    }
    entries[page] = new @Nullable Object[PAGE];
    deadlines[page] = new long[PAGE];
    orders[page] = new int[PAGE];
    capacity += PAGE;
  }

  /** One page that is empty stays, lest a timer that comes and goes makes one each time. */
  private void giveUpPages() {
    while (end <= capacity - 2 * PAGE) {
      capacity -= PAGE;
      int page = capacity >> SHIFT;
      entries[page] = NO_ENTRIES;
      deadlines[page] = NO_TIMES;
      orders[page] = NO_ORDERS;
    }
  }

  private static int slotOf(Object entry) {
    if (entry instanceof Task<?> task) {
      return task.timerPlace;
    }
    return entry instanceof CancelScope.Deadline deadline
        ? deadline.timerPlace
        : ((ScheduledCallback<?>) entry).timerPlace;
  }

  private static void setSlot(Object entry, int slot) {
    if (entry instanceof Task<?> task) {
      task.timerPlace = slot;
    } else if (entry instanceof CancelScope.Deadline deadline) {
      deadline.timerPlace = slot;
    } else {
      ((ScheduledCallback<?>) entry).timerPlace = slot;
    }
  }
}
