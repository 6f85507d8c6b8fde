package dev.fermata;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Timers of one part of the time to come, in no order but this: those of equal time are in the
 * order of their adding. Removed ones leave their slots empty, and when two of three are empty the
 * others move together.
 */
final class FarTimers {
  private static final int MOST_PARTS = 16;

  /** So many timers show where to divide. */
  private static final int SAMPLE = 256;

  /** No time in here is earlier. */
  private long from;

  private final TimerPages table;
  private final List<TimerPages.Page> pages = new ArrayList<>();
  private int start;
  private int end;
  private int live;
  private long last;
  private boolean ascending = true;

  /** Gets timers, in order. */
  interface Sink {
    void add(Object entry, long deadline);
  }

  FarTimers(long from, TimerPages table) {
    this.from = from;
    this.table = table;
  }

  boolean isEmpty() {
    return live == 0;
  }

  int size() {
    return live;
  }

  void add(Object entry, long deadline) {
    int number = end >> TimerPages.SHIFT;
    if (number == pages.size()) {
      pages.add(table.allocate(this));
    }
    put(pages.get(number), end & TimerPages.MASK, entry, deadline);
    ascending &= live == 0 || deadline - last >= 0;
    last = deadline;
    end++;
    live++;
  }

  /** No time in here is earlier. */
  long from() {
    return from;
  }

  /** Whether timers were added in the order of their times, as those of one delay are. */
  boolean isAscending() {
    return ascending;
  }

  private static void put(TimerPages.Page page, int slot, Object entry, long deadline) {
    page.entries[slot] = entry;
    page.deadlines[slot] = deadline;
    Timers.setPlace(entry, page.placeOf(slot));
  }

  /** A slot was emptied. */
  void removed() {
    live--;
    if (live == 0) {
      giveUpPages(0);
    } else if (end - start > 3 * live + TimerPages.SIZE) {
      compact();
    }
  }

  private void compact() {
    int before = end;
    int from = start;
    start = 0;
    end = 0;
    for (int i = from; i < before; i++) {
      TimerPages.Page page = pages.get(i >> TimerPages.SHIFT);
      int slot = i & TimerPages.MASK;
      Object entry = page.entries[slot];
      if (entry != null) {
        if (i != end) {
          page.entries[slot] = null;
          TimerPages.Page target = pages.get(end >> TimerPages.SHIFT);
          put(target, end & TimerPages.MASK, entry, page.deadlines[slot]);
        }
        end++;
      }
    }
    giveUpPages((end + TimerPages.MASK) >> TimerPages.SHIFT);
  }

  private void giveUpPages(int left) {
    while (pages.size() > left) {
      table.giveUp(pages.remove(pages.size() - 1));
    }
  }

  void forEach(Sink sink) {
    for (int i = start; i < end; i++) {
      TimerPages.Page page = pages.get(i >> TimerPages.SHIFT);
      Object entry = page.entries[i & TimerPages.MASK];
      if (entry != null) {
        sink.add(entry, page.deadlines[i & TimerPages.MASK]);
      }
    }
  }

  /** Hands all timers on. */
  void drain(Sink sink) {
    drain(live, sink);
  }

  /** Hands the first timers of an ascending bag on, which begins with the next one then. */
  void drainFirst(int count, Sink sink) {
    drain(count, sink);
    int next = start;
    while (entryAt(next) == null) {
      next++;
    }
    from += offsetAt(next);
  }

  /** Hands some timers on, and gives up each page after its last one. */
  private void drain(int count, Sink sink) {
    int left = count;
    while (left > 0) {
      TimerPages.Page page = pages.get(0);
      int until = Math.min(end, TimerPages.SIZE);
      for (; start < until && left > 0; start++) {
        Object entry = page.entries[start];
        if (entry != null) {
          page.entries[start] = null;
          sink.add(entry, page.deadlines[start]);
          left--;
          live--;
        }
      }
      if (start == TimerPages.SIZE) {
        table.giveUp(pages.remove(0));
        start = 0;
        end -= TimerPages.SIZE;
      }
    }
    if (live == 0) {
      giveUpPages(0);
    }
  }

  /**
   * Divides this into bags by time; nothing is left here. A part is smaller than this, or is
   * ascending though this was not, or begins later.
   *
   * @return the bags that have timers, the nearest one last
   */
  List<FarTimers> divide() {
    long[] bounds = bounds();
    FarTimers[] parts = new FarTimers[bounds.length + 1];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = new FarTimers(i == 0 ? from : from + bounds[i - 1], table);
    }
    drain(
        (entry, deadline) -> {
          long offset = deadline - from;
          int part = 0;
          while (part < bounds.length && offset >= bounds[part]) {
            part++;
          }
          parts[part].add(entry, deadline);
        });
    List<FarTimers> divided = new ArrayList<>(parts.length);
    for (int i = parts.length - 1; i >= 0; i--) {
      if (!parts[i].isEmpty()) {
        divided.add(parts[i]);
      }
    }
    return divided;
  }

  /** Where the parts after the first one begin, ascending, as offsets from {@link #from}. */
  private long[] bounds() {
    long[] sample = sample();
    int parts = Math.min(Math.max(2, live / (2 * TimerPages.SIZE)), MOST_PARTS);
    long[] bounds = new long[parts];
    int count = 0;
    long last = 0;
    for (int i = 1; i < parts && sample.length > 0; i++) {
      long offset = sample[i * sample.length / parts];
      if (offset > last) {
        bounds[count++] = offset;
        last = offset;
      }
    }
    // Nearly all are of the time at which this begins.
    return count > 0 ? Arrays.copyOf(bounds, count) : new long[] {leastOffset() + 1};
  }

  private long[] sample() {
    int step = Math.max(1, (end - start) / SAMPLE);
    long[] sample = new long[(end - start) / step + 1];
    int count = 0;
    for (int i = start; i < end; i += step) {
      if (entryAt(i) != null) {
        sample[count++] = offsetAt(i);
      }
    }
    long[] sorted = Arrays.copyOf(sample, count);
    Arrays.sort(sorted);
    return sorted;
  }

  private long leastOffset() {
    long least = Long.MAX_VALUE;
    for (int i = start; i < end; i++) {
      if (entryAt(i) != null) {
        least = Math.min(least, offsetAt(i));
      }
    }
    return least;
  }

  private @Nullable Object entryAt(int slot) {
    return pages.get(slot >> TimerPages.SHIFT).entries[slot & TimerPages.MASK];
  }

  private long offsetAt(int slot) {
    return pages.get(slot >> TimerPages.SHIFT).deadlines[slot & TimerPages.MASK] - from;
  }
}
