package dev.fermata;

import java.util.function.Consumer;

/**
 * The list of tasks that await a task of the same loop, threaded through the tasks themselves: a
 * task awaits one thing at a time. Newest first; belongs to the loop's thread.
 */
@SuppressWarnings("ReferenceEquality") // tasks are compared by identity
final class Waiters {
  private Waiters() {}

  static void add(Task<?> awaited, Task<?> waiter) {
    waiter.nextWaiter = awaited.waiters;
    awaited.waiters = waiter;
  }

  /** Makes all waiters ready, in the order in which they came. */
  static void wakeAll(Task<?> awaited, EventLoop loop) {
    Task<?> oldest = null;
    for (Task<?> waiter = awaited.waiters; waiter != null; ) {
      Task<?> next = waiter.nextWaiter;
      waiter.nextWaiter = oldest;
      oldest = waiter;
      waiter = next;
    }
    awaited.waiters = null;
    while (oldest != null) {
      Task<?> next = oldest.nextWaiter;
      oldest.nextWaiter = null;
      loop.ready(oldest);
      oldest = next;
    }
  }

  static void remove(Task<?> awaited, Task<?> waiter) {
    if (awaited.waiters == waiter) {
      awaited.waiters = waiter.nextWaiter;
    } else {
      Task<?> before = awaited.waiters;
      while (before != null && before.nextWaiter != waiter) {
        before = before.nextWaiter;
      }
      if (before != null) {
        before.nextWaiter = waiter.nextWaiter;
      }
    }
    waiter.nextWaiter = null;
  }

  static void forEach(Task<?> awaited, Consumer<Task<?>> action) {
    for (Task<?> waiter = awaited.waiters; waiter != null; waiter = waiter.nextWaiter) {
      action.accept(waiter);
    }
  }
}
