package dev.fermata;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The bodies of one loop that have not ended: how many, and the lists of those that wait for a
 * future or in a queue. These also keep them from being collected. Belongs to the loop's thread.
 */
final class LiveTasks {
  private static final int FEW_QUEUES = 8;

  private final EventLoop loop;
  private int count;
  private @Nullable Subscription first;

  /** All queues where tasks wait, and others where tasks have waited. */
  private @Nullable WaitQueue[] queues = new @Nullable WaitQueue[FEW_QUEUES];

  private int queueCount;

  /** Where suspensions wait that have no queue of their own. */
  final WaitQueue held = new WaitQueue();

  LiveTasks(EventLoop loop) {
    this.loop = loop;
  }

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

  /**
   * Called when a task of this loop waits in a queue that this loop does not have.
   *
   * @return its place
   */
  int addQueue(WaitQueue queue) {
    if (queueCount == queues.length) {
      dropEmptyQueues();
    }
    queues[queueCount] = queue;
    return queueCount++;
  }

  /** At least half of the slots are free then: so an addition takes constant time on average. */
  private void dropEmptyQueues() {
    int kept = 0;
    for (int i = 0; i < queueCount; i++) {
      WaitQueue queue = Objects.requireNonNull(queues[i]);
      if (!queue.drop(loop, i, kept)) {
        queues[kept++] = queue;
      }
    }
    queues = Arrays.copyOf(queues, Math.max(FEW_QUEUES, 2 * kept));
    Arrays.fill(queues, kept, Math.min(queueCount, queues.length), null);
    queueCount = kept;
  }

  /**
   * All live tasks but those that only wait for one another: every other is ready, or has a timer,
   * or waits for a future, or waits for one of these.
   */
  List<Task<?>> collect(ReadyQueue ready, Timers timers) {
    List<Task<?>> tasks = new ArrayList<>(count);
    ready.forEach(element -> addTask(tasks, element));
    timers.forEach(element -> addTask(tasks, element));
    for (Subscription waiting = first; waiting != null; waiting = waiting.later) {
      Task<?> task = waiting.task();
      if (task != null) {
        tasks.add(task);
      }
    }
    for (int i = 0; i < queueCount; i++) {
      Objects.requireNonNull(queues[i]).forEachTask(loop, i, tasks::add);
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
