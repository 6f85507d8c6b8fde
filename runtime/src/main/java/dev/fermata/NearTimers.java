package dev.fermata;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The timers that come next: a 4-ary heap of times.
 *
 * <p>Only numbers are moved in it. An entry stays where it was put, since to write a reference, or
 * a place into the entry, is what moving one would cost most.
 *
 * <p>Removing an entry leaves its time in the heap. When more of those are in it than others, the
 * others move together. The root is in slot 3, and the children of slot {@code i} are from slot
 * {@code 4 (i - 2)} on, so that siblings share a cache line.
 */
final class NearTimers {
  private static final int ROOT = 3;
  private static final int INITIAL = 16;

  /** Longer arrays are given up when there is no timer any more. */
  private static final int KEPT = 1_024;

  /** So many removed ones are never worth moving the others. */
  private static final int FEW = 16;

  /** By place. */
  private @Nullable Object[] entries = new @Nullable Object[INITIAL];

  private long[] deadlines = new long[INITIAL];
  private int[] orders = new int[INITIAL];

  /** The places of the entries, and from {@link #end} on those that are free. */
  private int[] places = ascending(new int[INITIAL], 0);

  /** How many timers are in here that have not been removed. */
  private int live;

  /** The slot after the last one that is taken. */
  private int end = ROOT;

  /**
   * Counts what was added, and overflows: orders compare by their difference. That is right as long
   * as two timers of the very same nanosecond are added less than 2^31 timers apart; beyond, those
   * two may fire in the wrong order, and nothing else happens.
   */
  private int nextOrder;

  NearTimers(int firstOrder) {
    nextOrder = firstOrder;
  }

  private static int[] ascending(int[] places, int from) {
    for (int i = from; i < places.length; i++) {
      places[i] = i;
    }
    return places;
  }

  boolean isEmpty() {
    return live == 0;
  }

  int size() {
    return live;
  }

  int capacity() {
    return entries.length;
  }

  /** The earliest time; there must be a timer. */
  long firstDeadline() {
    dropRemovedFirst();
    return deadlines[ROOT];
  }

  void add(Object entry, long deadline) {
    if (end == entries.length) {
      int capacity = end * 2;
      entries = Arrays.copyOf(entries, capacity);
      deadlines = Arrays.copyOf(deadlines, capacity);
      orders = Arrays.copyOf(orders, capacity);
      places = ascending(Arrays.copyOf(places, capacity), end);
    }
    live++;
    int place = places[end];
    entries[place] = entry;
    Timers.setPlace(entry, place);
    siftUp(end++, deadline, nextOrder++, place);
  }

  /** Takes the earliest entry out, which keeps its place; there must be a timer. */
  Object takeFirst() {
    dropRemovedFirst();
    int place = places[ROOT];
    Object first = entries[place];
    if (first == null) {
      throw new IllegalStateException("there is no timer");
    }
    entries[place] = null;
    live--;
    dropRoot();
    return first;
  }

  /** Takes an entry out. */
  void remove(int place) {
    entries[place] = null;
    live--;
    if (live == 0) {
      end = ROOT;
    } else if (places[end - 1] == place) {
      end--;
    } else if (end - ROOT > 2 * live + FEW) {
      compact();
    }
  }

  void forEach(Consumer<Object> action) {
    for (int i = ROOT; i < end; i++) {
      Object entry = entries[places[i]];
      if (entry != null) {
        action.accept(entry);
      }
    }
  }

  /** Lets go of long arrays; there must be no timer. */
  void giveUpSpace() {
    if (entries.length > KEPT) {
      end = ROOT;
      entries = new @Nullable Object[INITIAL];
      deadlines = new long[INITIAL];
      orders = new int[INITIAL];
      places = ascending(new int[INITIAL], 0);
    }
  }

  private void dropRemovedFirst() {
    while (entries[places[ROOT]] == null && end > ROOT) {
      dropRoot();
    }
  }

  private void dropRoot() {
    int last = --end;
    int free = places[ROOT];
    int moved = places[last];
    places[last] = free;
    if (last != ROOT) {
      siftDown(ROOT, deadlines[last], orders[last], moved);
    }
  }

  /** Moves the timers together that were not removed, and orders them anew. */
  private void compact() {
    int before = end;
    end = ROOT;
    for (int i = ROOT; i < before; i++) {
      int place = places[i];
      if (entries[place] != null) {
        places[i] = places[end];
        put(end++, deadlines[i], orders[i], place);
      }
    }
    for (int i = end > ROOT + 1 ? parentOf(end - 1) : 0; i >= ROOT; i--) {
      siftDown(i, deadlines[i], orders[i], places[i]);
    }
  }

  private static int parentOf(int slot) {
    return (slot >> 2) + 2;
  }

  private void siftUp(int start, long deadline, int order, int place) {
    int slot = start;
    while (slot > ROOT) {
      int parent = parentOf(slot);
      if (!isBefore(deadline, order, parent)) {
        break;
      }
      put(slot, deadlines[parent], orders[parent], places[parent]);
      slot = parent;
    }
    put(slot, deadline, order, place);
  }

  private void siftDown(int start, long deadline, int order, int place) {
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
      put(slot, deadlines[child], orders[child], places[child]);
      slot = child;
    }
    put(slot, deadline, order, place);
  }

  /** The earliest one of siblings. */
  private int earliest(int first, int afterLast) {
    int earliest = first;
    long deadline = deadlines[first];
    for (int i = first + 1; i < afterLast; i++) {
      long other = deadlines[i];
      long difference = other - deadline;
      if (difference < 0 || (difference == 0 && orders[i] - orders[earliest] < 0)) {
        earliest = i;
        deadline = other;
      }
    }
    return earliest;
  }

  private boolean isBefore(long deadline, int order, int slot) {
    long difference = deadline - deadlines[slot];
    return difference < 0 || (difference == 0 && order - orders[slot] < 0);
  }

  private void put(int slot, long deadline, int order, int place) {
    deadlines[slot] = deadline;
    orders[slot] = order;
    places[slot] = place;
  }
}
