package dev.fermata;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that are held by {@link Suspension}s, first in, first out; for those who build locks or
 * channels. What leaves early, because it was cancelled, costs nothing.
 *
 * <p>It belongs to the thread of one loop at a time: that of the tasks that wait in it.
 */
@SuppressWarnings("ReferenceEquality") // suspensions and queues are compared by identity
public final class WaitQueue {
  private @Nullable Suspension<?> first;
  private @Nullable Suspension<?> last;
  private int size;

  /** The loop whose tasks wait here or did so last; null if it has forgotten this queue. */
  private @Nullable EventLoop loop;

  /** Where it has this among its queues. */
  private int place;

  /** An empty queue. */
  public WaitQueue() {}

  /** How many tasks wait. */
  public int size() {
    return size;
  }

  /** Whether no task waits. */
  public boolean isEmpty() {
    return size == 0;
  }

  /** The one that has waited longest, or null. */
  public @Nullable Suspension<?> first() {
    return first;
  }

  /** The one that came after another one of this queue, or null. */
  public @Nullable Suspension<?> next(Suspension<?> waiting) {
    return waiting.later;
  }

  /**
   * Puts a suspension at the end that is in no queue: one of several places where a task waits that
   * is held by another suspension, or one that was taken out of another queue. What is held gets
   * into its {@link Suspension#queue} by itself.
   *
   * @throws IllegalStateException if this thread runs no loop, or tasks of another one wait here
   */
  public void add(Suspension<?> waiting) {
    add(waiting, EventLoop.current());
  }

  void add(Suspension<?> waiting, EventLoop itsLoop) {
    if (loop != itsLoop) {
      enter(itsLoop);
    }
    Suspension<?> before = last;
    if (before == null) {
      first = waiting;
    } else {
      waiting.earlier = before;
      before.later = waiting;
    }
    last = waiting;
    size++;
  }

  private void enter(EventLoop itsLoop) {
    if (size != 0) {
      throw new IllegalStateException(
          "tasks of another event loop wait here; make one for each loop");
    }
    loop = itsLoop;
    place = itsLoop.live().addQueue(this);
  }

  /**
   * Takes a suspension out. What is resumed or given up leaves its {@link Suspension#queue} by
   * itself.
   *
   * @return false if it is in no queue
   */
  public boolean remove(Suspension<?> waiting) {
    if (waiting.earlier == null && first != waiting) {
      return false;
    }
    unlink(waiting);
    return true;
  }

  private void unlink(Suspension<?> waiting) {
    Suspension<?> before = waiting.earlier;
    Suspension<?> after = waiting.later;
    if (before == null) {
      first = after;
    } else {
      before.later = after;
    }
    if (after == null) {
      last = before;
    } else {
      after.earlier = before;
    }
    if (before != null) {
      waiting.earlier = null;
    }
    if (after != null) {
      waiting.later = null;
    }
    size--;
  }

  /**
   * A loop drops the queues where none of its tasks waits, or which other loops have taken over. It
   * does so now and then, and not when the last task leaves: the next one most often comes soon.
   *
   * @param at where the loop has this queue
   * @param newPlace where it will have it, unless it may drop it
   * @return whether it may
   */
  boolean drop(EventLoop itsLoop, int at, int newPlace) {
    if (!isAt(itsLoop, at)) {
      return true;
    }
    if (size == 0) {
      loop = null;
      return true;
    }
    place = newPlace;
    return false;
  }

  private boolean isAt(EventLoop itsLoop, int itsPlace) {
    return loop == itsLoop && place == itsPlace;
  }

  /**
   * Does something with each task of a loop that waits here.
   *
   * @param at where the loop has this queue
   */
  void forEachTask(EventLoop itsLoop, int at, Consumer<Task<?>> action) {
    if (!isAt(itsLoop, at)) {
      return;
    }
    for (Suspension<?> waiting = first; waiting != null; waiting = waiting.later) {
      Task<?> task = waiting.held();
      if (task != null && task.loop() == itsLoop) {
        action.accept(task);
      }
    }
  }
}
