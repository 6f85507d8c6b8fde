package dev.fermata;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A first-in first-out queue of what can go on, tasks and callbacks: two arrays that change places
 * when the one that is taken from is used up, which is about once a turn.
 *
 * <p>A slot keeps what was taken until it is filled again, and is not written where it would get
 * what it has. So tasks that go round and round cost no store of a reference, which a garbage
 * collector's barrier makes the dearest part of a turn. What is kept needlessly: a task that has
 * not ended, for two turns or until the loop idles; see {@link #forgetTaken} and {@link #forget}.
 */
final class ReadyQueue {
  private static final int INITIAL = 64;

  /** Arrays longer than this are given up when they are not needed any more. */
  private static final int KEPT = INITIAL * INITIAL;

  private @Nullable Object[] even = new @Nullable Object[INITIAL];
  private @Nullable Object[] odd = new @Nullable Object[INITIAL];

  /** Which of the two is taken from. A flag, since to swap two references has its price too. */
  private boolean takingOdd;

  private int head;
  private int end;

  /** Where taking pauses, to see whether a long array can be made shorter; else the end. */
  private int pause;

  private int added;

  /** Slots of the array that is added to are null from here on. */
  private int stale;

  private boolean running;

  int size() {
    return end - head + added;
  }

  /** How many slots there are, taken or not. */
  int capacity() {
    return even.length + odd.length;
  }

  boolean isEmpty() {
    return head == end && added == 0;
  }

  @SuppressWarnings("ReferenceEquality")
  void add(Object element) {
    @Nullable Object[] adding = takingOdd ? even : odd;
    int slot = added;
    if (slot == adding.length) {
      adding = Arrays.copyOf(adding, slot * 2);
      setAdding(adding);
    }
    if (adding[slot] != element) {
      adding[slot] = element;
    }
    added = slot + 1;
  }

  /** The oldest element, which runs from now on; the queue must not be empty. */
  Object take() {
    if (head == pause) {
      if (head < end) {
        shortenTaking();
      } else {
        changePlaces();
      }
    }
    Object element = taking()[head];
    if (element == null || head == end) {
      throw new IllegalStateException("the ready queue is empty");
    }
    head++;
    running = true;
    return element;
  }

  private void changePlaces() {
    if (stale > added) {
      Arrays.fill(adding(), added, stale, null);
    }
    stale = end;
    end = added;
    head = 0;
    added = 0;
    takingOdd = !takingOdd;
    setPause();
    int capacity = adding().length;
    if (capacity > KEPT && end < capacity >> 3) {
      // A burst of tasks must not keep its memory for good.
      setAdding(new @Nullable Object[INITIAL]);
      stale = 0;
    }
  }

  /** Half of a burst of tasks was taken, and has not come back: it gives up that half. */
  private void shortenTaking() {
    if (added < head >> 3) {
      @Nullable Object[] rest = Arrays.copyOfRange(taking(), head, end);
      if (takingOdd) {
        odd = rest;
      } else {
        even = rest;
      }
      end -= head;
      head = 0;
    }
    setPause();
  }

  private void setPause() {
    int left = end - head;
    pause = left > KEPT ? head + (left >> 1) : end;
  }

  private @Nullable Object[] taking() {
    return takingOdd ? odd : even;
  }

  private @Nullable Object[] adding() {
    return takingOdd ? even : odd;
  }

  private void setAdding(@Nullable Object[] array) {
    if (takingOdd) {
      even = array;
    } else {
      odd = array;
    }
  }

  /** What was taken last, until it was released. */
  @Nullable Object running() {
    return running ? taking()[head - 1] : null;
  }

  /** Nothing runs now. */
  void release() {
    running = false;
  }

  /** Nothing runs now, and what was taken last will not come again. */
  void forgetTaken() {
    running = false;
    taking()[head - 1] = null;
  }

  /** Lets go of all that was taken, and of arrays that are far too long for what is in here. */
  void forget() {
    running = false;
    if (isEmpty() && capacity() > KEPT) {
      even = new @Nullable Object[INITIAL];
      odd = new @Nullable Object[INITIAL];
      head = 0;
      end = 0;
      pause = 0;
      stale = 0;
      return;
    }
    Arrays.fill(taking(), 0, head, null);
    if (stale > added) {
      Arrays.fill(adding(), added, stale, null);
    }
    stale = 0;
  }

  void forEach(Consumer<Object> action) {
    forEach(taking(), head, end, action);
    forEach(adding(), 0, added, action);
  }

  private static void forEach(
      @Nullable Object[] elements, int from, int to, Consumer<Object> action) {
    for (int i = from; i < to; i++) {
      Object element = elements[i];
      if (element != null) {
        action.accept(element);
      }
    }
  }
}
