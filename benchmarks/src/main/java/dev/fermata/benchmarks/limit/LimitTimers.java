package dev.fermata.benchmarks.limit;

import java.util.Arrays;

/** A heap with four children a node; each entry knows its place, so that it can be taken out. */
public final class LimitTimers {
  private LimitTimer[] heap = new LimitTimer[64];
  private int size;

  /** Whether nothing is in it. */
  public boolean isEmpty() {
    return size == 0;
  }

  long firstDeadline() {
    return heap[0].deadline;
  }

  /** Adds a timer; the deadline is in nanoseconds of {@link System#nanoTime}. */
  public void add(LimitTimer timer, long deadline) {
    timer.deadline = deadline;
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, size * 2);
    }
    up(size++, timer);
  }

  LimitTimer takeFirst() {
    LimitTimer first = heap[0];
    remove(first);
    return first;
  }

  /** Takes a timer out. */
  public void remove(LimitTimer timer) {
    int place = timer.index;
    timer.index = -1;
    LimitTimer last = heap[--size];
    heap[size] = null;
    if (last != timer) {
      if (place > 0 && last.deadline < heap[(place - 1) >> 2].deadline) {
        up(place, last);
      } else {
        down(place, last);
      }
    }
  }

  private void up(int from, LimitTimer timer) {
    int place = from;
    while (place > 0) {
      int parent = (place - 1) >> 2;
      LimitTimer above = heap[parent];
      if (above.deadline <= timer.deadline) {
        break;
      }
      set(place, above);
      place = parent;
    }
    set(place, timer);
  }

  private void down(int from, LimitTimer timer) {
    int place = from;
    while (true) {
      int child = (place << 2) + 1;
      if (child >= size) {
        break;
      }
      int least = child;
      long deadline = heap[child].deadline;
      for (int other = child + 1; other < Math.min(child + 4, size); other++) {
        if (heap[other].deadline < deadline) {
          least = other;
          deadline = heap[other].deadline;
        }
      }
      if (deadline >= timer.deadline) {
        break;
      }
      set(place, heap[least]);
      place = least;
    }
    set(place, timer);
  }

  private void set(int place, LimitTimer timer) {
    heap[place] = timer;
    timer.index = place;
  }
}
