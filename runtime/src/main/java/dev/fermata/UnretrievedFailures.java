package dev.fermata;

import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.HashSet;
import java.util.Set;

/**
 * The failed tasks of one loop whose exception nobody has retrieved so far. Each is reported when
 * its task is collected, or else when the loop is closed. Only failed tasks cost anything.
 *
 * <p>Belongs to the loop's thread.
 */
final class UnretrievedFailures {
  private final EventLoop loop;
  private final ReferenceQueue<Task<?>> collected = new ReferenceQueue<>();
  private final Set<Entry> entries = new HashSet<>();

  UnretrievedFailures(EventLoop loop) {
    this.loop = loop;
  }

  Entry add(Task<?> task, Throwable exception) {
    reportCollected();
    Entry entry = new Entry(task, exception, collected);
    entries.add(entry);
    return entry;
  }

  /** Reports those whose task can be retrieved by nobody any more. */
  void reportCollected() {
    if (entries.isEmpty()) {
      return;
    }
    for (Object entry = collected.poll(); entry != null; entry = collected.poll()) {
      if (entry instanceof Entry failure && entries.remove(failure)) {
        report(failure);
      }
    }
  }

  /** Reports all that are left. */
  void reportAll() {
    entries.forEach(this::report);
    entries.clear();
  }

  private void report(Entry failure) {
    if (!failure.retrieved) {
      loop.report(
          "the exception of task '" + failure.name + "' was never retrieved", failure.exception);
    }
  }

  /** One failure; any thread may say that it was retrieved. */
  static final class Entry extends PhantomReference<Task<?>> {
    private final String name;
    private final Throwable exception;
    private volatile boolean retrieved;

    private Entry(Task<?> task, Throwable exception, ReferenceQueue<Task<?>> collected) {
      super(task, collected);
      this.name = task.name();
      this.exception = exception;
    }

    void retrieved() {
      retrieved = true;
    }
  }
}
