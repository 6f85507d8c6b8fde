package dev.fermata;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The async generators that were begun on one loop and have not ended. Those that nobody can reach
 * any more are closed by the loop when it has nothing to do, and the others when it ends; so their
 * {@code finally} blocks run, as asyncio's {@code shutdown_asyncgens} sees to it.
 *
 * <p>Belongs to the loop's thread.
 */
final class LiveGenerators {
  private final EventLoop loop;
  private final ReferenceQueue<AsyncGeneratorIterator<?>> collected = new ReferenceQueue<>();
  private @Nullable Entry first;

  LiveGenerators(EventLoop loop) {
    this.loop = loop;
  }

  /** Notes a generator whose first element is asked for. */
  Entry add(AsyncGeneratorIterator<?> iterator, GeneratorRun run) {
    var unused = closeCollected();
    Entry entry = new Entry(iterator, run, this);
    Entry next = first;
    entry.later = next;
    if (next != null) {
      next.earlier = entry;
    }
    first = entry;
    return entry;
  }

  private void remove(Entry entry) {
    Entry before = entry.earlier;
    Entry after = entry.later;
    if (before != null) {
      before.later = after;
    } else if (first == entry) {
      first = after;
    }
    if (after != null) {
      after.earlier = before;
    }
    entry.earlier = null;
    entry.later = null;
  }

  /** Closes those whose iterator was collected, each in a task; false if there are none. */
  boolean closeCollected() {
    boolean any = false;
    if (first != null) {
      for (Object entry = collected.poll(); entry != null; entry = collected.poll()) {
        // One that is held at an await is going to be closed with the loop.
        if (entry instanceof Entry dropped && dropped.run.isHeld()) {
          var unused = loop.spawn(AsyncGeneratorIterator.close(dropped.run));
          any = true;
        }
      }
    }
    return any;
  }

  /** Closes all that are held at an emit, each in a task. */
  List<Task<?>> closeAll() {
    List<Task<?>> tasks = new ArrayList<>();
    for (Entry entry = first; entry != null; entry = entry.later) {
      if (entry.run.isHeld()) {
        tasks.add(loop.spawn(AsyncGeneratorIterator.close(entry.run)));
      }
    }
    first = null;
    return tasks;
  }

  /** One generator. It keeps the body from being collected, but not the iterator. */
  static final class Entry extends WeakReference<AsyncGeneratorIterator<?>> {
    private final GeneratorRun run;
    private final LiveGenerators all;
    private @Nullable Entry earlier;
    private @Nullable Entry later;

    private Entry(AsyncGeneratorIterator<?> iterator, GeneratorRun run, LiveGenerators all) {
      super(iterator, all.collected);
      this.run = run;
      this.all = all;
    }

    /** The generator has ended; any thread. */
    void ended() {
      clear();
      if (all.loop.isCurrent()) {
        all.remove(this);
      } else {
        all.loop.send(() -> all.remove(this));
      }
    }
  }
}
