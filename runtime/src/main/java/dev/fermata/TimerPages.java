package dev.fermata;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** The pages in which timers are that are far away, by their numbers. */
final class TimerPages {
  static final int SHIFT = 10;

  /** How many timers a page has. */
  static final int SIZE = 1 << SHIFT;

  static final int MASK = SIZE - 1;

  /** Lower places are those of {@link NearTimers}. */
  private static final int FIRST_NUMBER = 16;

  private @Nullable Page[] pages = new @Nullable Page[FIRST_NUMBER];
  private final BitSet taken = new BitSet();

  /** Slots for timers, and the bag that they belong to. */
  static final class Page {
    final @Nullable Object[] entries = new @Nullable Object[SIZE];
    final long[] deadlines = new long[SIZE];
    private final FarTimers bag;
    private final int number;

    Page(FarTimers bag, int number) {
      this.bag = bag;
      this.number = number;
    }

    /** The place of a slot, which an entry knows. */
    int placeOf(int slot) {
      return (number + FIRST_NUMBER) << SHIFT | slot;
    }
  }

  /** Whether a place is one in a page. */
  static boolean isPlace(int place) {
    return place >> SHIFT >= FIRST_NUMBER;
  }

  int capacity() {
    return taken.cardinality() << SHIFT;
  }

  Page allocate(FarTimers bag) {
    int number = taken.nextClearBit(0);
    taken.set(number);
    if (number == pages.length) {
      pages = Arrays.copyOf(pages, number * 2);
    }
    Page page = new Page(bag, number);
    pages[number] = page;
    return page;
  }

  void giveUp(Page page) {
    pages[page.number] = null;
    taken.clear(page.number);
  }

  /** Empties a place; gives the bag that it was in. */
  FarTimers clear(int place) {
    Page page = pages[(place >> SHIFT) - FIRST_NUMBER];
    if (page == null) {
      throw new IllegalStateException("no timer is at " + place);
    }
    page.entries[place & MASK] = null;
    return page.bag;
  }
}
