package dev.fermata.benchmarks.limit;

/** A tree of state machines written by hand, ten a node. */
public final class SkynetLimit {
  private static final int BRANCHES = 10;

  private final LimitLoop loop = new LimitLoop();

  /** Gives the sum of the leaves' numbers. */
  public long run(int leaves) {
    return (Long) loop.run(() -> node(0, leaves, null, null));
  }

  private Object node(long number, int size, Frame frame, Object in) {
    LimitTask[] children;
    int next = 0;
    long sum = 0;
    if (frame == null) {
      if (size == 1) {
        return number;
      }
      int part = size / BRANCHES;
      children = new LimitTask[BRANCHES];
      for (int i = 0; i < BRANCHES; i++) {
        long first = number + (long) i * part;
        children[i] = loop.spawn(() -> node(first, part, null, null));
      }
    } else {
      children = frame.children;
      next = frame.next + 1;
      sum = frame.sum + (Long) in;
    }
    for (; next < BRANCHES; next++) {
      LimitTask child = children[next];
      if (!child.isDone()) {
        return held(frame, children, next, sum, child);
      }
      sum += (Long) child.result();
    }
    return sum;
  }

  private LimitFrame held(Frame frame, LimitTask[] children, int next, long sum, LimitTask child) {
    Frame held = frame == null ? new Frame(this, children) : frame;
    held.next = next;
    held.sum = sum;
    return loop.join(held, child);
  }

  private static final class Frame extends LimitFrame {
    final SkynetLimit self;
    final LimitTask[] children;
    int next;
    long sum;

    Frame(SkynetLimit self, LimitTask[] children) {
      this.self = self;
      this.children = children;
    }

    @Override
    public Object resume(Object in) {
      return self.node(0, 0, this, in);
    }
  }
}
