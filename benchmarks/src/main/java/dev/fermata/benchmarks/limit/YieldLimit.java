package dev.fermata.benchmarks.limit;

/** State machines written by hand that yield to their loop. */
public final class YieldLimit {
  private final LimitLoop loop = new LimitLoop();

  /** One coroutine yields {@code times} times; gives the number of yields. */
  public int alone(int times) {
    return (Integer) loop.run(() -> yielding(times, null));
  }

  /** Many that take turns; gives the number of all yields. */
  public int roundRobin(int count, int times) {
    return (Integer) loop.run(() -> all(count, times, null, null));
  }

  private Object all(int count, int times, All frame, Object in) {
    All all = frame;
    if (all == null) {
      all = new All(this, new LimitTask[count]);
      for (int i = 0; i < count; i++) {
        all.tasks[i] = loop.spawn(() -> yielding(times, null));
      }
    } else {
      all.sum += (Integer) in;
      all.next++;
    }
    for (; all.next < all.tasks.length; all.next++) {
      LimitTask task = all.tasks[all.next];
      if (!task.isDone()) {
        return loop.join(all, task);
      }
      all.sum += (Integer) task.result();
    }
    return all.sum;
  }

  private Object yielding(int times, Yielding frame) {
    int done = 0;
    int goal = times;
    if (frame != null) {
      done = frame.done + 1;
      goal = frame.times;
    }
    if (done < goal) {
      return suspend(done, goal, frame);
    }
    return done;
  }

  private LimitFrame suspend(int done, int times, Yielding frame) {
    Yielding held = frame == null ? new Yielding(this) : frame;
    held.done = done;
    held.times = times;
    return loop.yieldNow(held);
  }

  private static final class Yielding extends LimitFrame {
    final YieldLimit self;
    int done;
    int times;

    Yielding(YieldLimit self) {
      this.self = self;
    }

    @Override
    public Object resume(Object in) {
      return self.yielding(0, this);
    }
  }

  private static final class All extends LimitFrame {
    final YieldLimit self;
    final LimitTask[] tasks;
    int next;
    int sum;

    All(YieldLimit self, LimitTask[] tasks) {
      this.self = self;
      this.tasks = tasks;
    }

    @Override
    public Object resume(Object in) {
      return self.all(0, 0, this, in);
    }
  }
}
