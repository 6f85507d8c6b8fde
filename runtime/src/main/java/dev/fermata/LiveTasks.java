package dev.fermata;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bodies of one loop that have not ended: how many, and the lists of those that wait for a
 * future or in a queue. The lists also keep them from being collected. Belongs to the loop's
 * thread.
 */
final class LiveTasks {
  private int count;
  private @Nullable Subscription first;
  private @Nullable WaitQueue firstQueue;

  /** Where suspensions wait that have no queue of their own. */
  final WaitQueue held = new WaitQueue();

  int count() {
    return count;
  }

  void begun() {
    count++;
  }

  void ended() {
    count--;
  }

  void addSubscription(Subscription subscription) {
    Subscription next = first;
    subscription.later = next;
    if (next != null) {
      next.earlier = subscription;
    }
    first = subscription;
  }

  void removeSubscription(Subscription subscription) {
    Subscription before = subscription.earlier;
    Subscription after = subscription.later;
    if (before != null) {
      before.later = after;
    } else if (first == subscription) {
      first = after;
    }
    if (after != null) {
      after.earlier = before;
    }
    subscription.earlier = null;
    subscription.later = null;
  }

  void addQueue(WaitQueue queue) {
    WaitQueue next = firstQueue;
    queue.later = next;
    if (next != null) {
      next.earlier = queue;
    }
    firstQueue = queue;
  }

  void removeQueue(WaitQueue queue) {
    WaitQueue before = queue.earlier;
    WaitQueue after = queue.later;
    if (before != null) {
      before.later = after;
    } else {
      firstQueue = after;
    }
    if (after != null) {
      after.earlier = before;
    }
    queue.earlier = null;
    queue.later = null;
  }

  /**
   * All live tasks but those that only wait for one another: every other is ready, or has a timer,
   * or waits for a future, or waits for one of these.
   */
  List<Task<?>> collect(ReadyQueue ready, TimerHeap timers) {
    List<Task<?>> tasks = new ArrayList<>(count);
    ready.forEach(element -> addTask(tasks, element));
    timers.forEach(element -> addTask(tasks, element));
    for (Subscription waiting = first; waiting != null; waiting = waiting.later) {
      Task<?> task = waiting.task();
      if (task != null) {
        tasks.add(task);
      }
    }
    for (WaitQueue queue = firstQueue; queue != null; queue = queue.later) {
      queue.forEachTask(tasks::add);
    }
    for (int i = 0; i < tasks.size(); i++) {
      Waiters.forEach(tasks.get(i), tasks::add);
    }
    return tasks;
  }

  private static void addTask(List<Task<?>> tasks, Object element) {
    if (element instanceof Task<?> task) {
      tasks.add(task);
    }
  }
}
