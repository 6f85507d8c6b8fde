package dev.fermata.benchmarks.limit;

import java.util.concurrent.locks.LockSupport;

/**
 * The least that an event loop needs: a ring of tasks that can go on, timers, and the driver that
 * resumes frames from the innermost outwards.
 */
public final class LimitLoop {
  private static final Object YIELD = new Object();

  private LimitTask[] ring = new LimitTask[64];
  private int head;
  private int tail;
  private final LimitTimers timers = new LimitTimers();

  // What the innermost frame tells the driver when a chain is held.
  private LimitFrame leaf;
  private Object awaited;
  private long nanos;

  private LimitTask current;

  /** Runs on this thread until a body has ended; gives its result. */
  public Object run(LimitBody body) {
    LimitTask main = spawn(body);
    while (!main.done) {
      turn();
    }
    if (main.content instanceof LimitFrame.Failure failure) {
      throw new IllegalStateException(failure.exception());
    }
    return main.content;
  }

  /** A task whose first step is taken in the next turn. */
  public LimitTask spawn(LimitBody body) {
    LimitTask task = new LimitTask(body);
    ready(task);
    return task;
  }

  /** A task whose first step is taken here and now. */
  public LimitTask spawnEager(LimitBody body) {
    LimitTask task = new LimitTask(body);
    LimitTask outer = current;
    step(task);
    current = outer;
    return task;
  }

  /** The innermost frame is held until the next turn. */
  public LimitFrame yieldNow(LimitFrame frame) {
    return suspend(frame, YIELD);
  }

  /** The innermost frame is held for a time. */
  public LimitFrame sleep(LimitFrame frame, long time) {
    nanos = time;
    return suspend(frame, timers);
  }

  /** The innermost frame is held until a task, which no other one awaits, is done. */
  public LimitFrame join(LimitFrame frame, LimitTask task) {
    return suspend(frame, task);
  }

  /** The innermost frame is held until {@link #wake}. */
  public LimitFrame hold(LimitFrame frame) {
    return suspend(frame, null);
  }

  /** A task that is held by {@link #hold} goes on in the next turn. */
  public void wake(LimitTask task, Object in) {
    task.content = in;
    ready(task);
  }

  private LimitFrame suspend(LimitFrame frame, Object what) {
    leaf = frame;
    awaited = what;
    return frame;
  }

  /** The task that runs now. */
  public LimitTask current() {
    return current;
  }

  private void ready(LimitTask task) {
    if (tail - head == ring.length) {
      grow();
    }
    ring[tail++ & (ring.length - 1)] = task;
  }

  private void grow() {
    LimitTask[] larger = new LimitTask[ring.length * 2];
    for (int i = 0; i < ring.length; i++) {
      larger[i] = ring[(head + i) & (ring.length - 1)];
    }
    tail -= head;
    head = 0;
    ring = larger;
  }

  private void turn() {
    if (!timers.isEmpty()) {
      fireTimers();
    }
    for (int left = tail - head; left > 0; left--) {
      int place = head++ & (ring.length - 1);
      LimitTask task = ring[place];
      ring[place] = null;
      step(task);
    }
    if (head == tail && ring.length > 4096) {
      // As in any loop that lives on: a burst must not keep its memory.
      ring = new LimitTask[64];
      head = 0;
      tail = 0;
    }
  }

  private void fireTimers() {
    long now = System.nanoTime();
    while (!timers.isEmpty() && timers.firstDeadline() - now <= 0) {
      ready((LimitTask) timers.takeFirst());
    }
    if (head == tail) {
      LockSupport.parkNanos(timers.firstDeadline() - now);
    }
  }

  private void step(LimitTask task) {
    current = task;
    LimitFrame frame = task.leaf;
    Object in;
    if (frame == null) {
      try {
        in = ((LimitBody) task.content).start();
      } catch (Throwable exception) {
        in = new LimitFrame.Failure(exception);
      }
      task.content = null;
      if (in instanceof LimitFrame) {
        park(task);
        return;
      }
    } else {
      in = task.content;
      task.leaf = null;
      task.content = null;
    }
    drive(task, frame, in);
  }

  private void drive(LimitTask task, LimitFrame innermost, Object value) {
    LimitFrame frame = innermost;
    Object in = value;
    while (frame != null) {
      if (in instanceof LimitFrame.Failure && !frame.handlesFailure()) {
        frame = frame.caller;
        continue;
      }
      LimitFrame caller = frame.caller;
      try {
        in = frame.resume(in);
      } catch (Throwable exception) {
        in = new LimitFrame.Failure(exception);
        frame = caller;
        continue;
      }
      if (in instanceof LimitFrame held) {
        if (held != frame) {
          held.caller = caller;
        }
        park(task);
        return;
      }
      frame = caller;
    }
    finish(task, in);
  }

  private void park(LimitTask task) {
    task.leaf = leaf;
    leaf = null;
    Object what = awaited;
    if (what == YIELD) {
      ready(task);
    } else if (what == timers) {
      timers.add(task, System.nanoTime() + nanos);
    } else if (what instanceof LimitTask other) {
      if (other.done) {
        wake(task, other.content);
      } else {
        other.waiter = task;
      }
    }
  }

  private void finish(LimitTask task, Object result) {
    task.content = result;
    task.done = true;
    if (task.waiter != null) {
      wake(task.waiter, result);
    }
  }
}
