package dev.fermata.benchmarks.limit;

import dev.fermata.benchmarks.futures.Leaf;

/** A tree of state machines written by hand, six a node. */
public final class TreeLimit {
  private static final int BRANCHES = 6;

  private final LimitLoop loop = new LimitLoop();
  private Leaf kind;
  private boolean eager;

  /** Gives the sum of the leaves' values. */
  public int run(int levels, Leaf leaf, boolean eagerly) {
    kind = leaf;
    eager = eagerly;
    return (Integer) loop.run(() -> node(levels, 0));
  }

  private Object node(int levels, int number) {
    if (levels == 0) {
      return kind.sleeps(number)
          ? loop.sleep(new Sleeping(this, number), Leaf.SLEEP_NANOS)
          : (Object) kind.value(number);
    }
    LimitTask[] children = new LimitTask[BRANCHES];
    for (int i = 0; i < BRANCHES; i++) {
      int child = number * BRANCHES + i;
      LimitBody body = () -> node(levels - 1, child);
      children[i] = eager ? loop.spawnEager(body) : loop.spawn(body);
    }
    return sum(null, children, 0, 0);
  }

  private Object sum(Joining frame, LimitTask[] children, int first, int start) {
    int sum = start;
    for (int next = first; next < BRANCHES; next++) {
      LimitTask child = children[next];
      if (!child.isDone()) {
        Joining held = frame == null ? new Joining(this, children) : frame;
        held.next = next;
        held.sum = sum;
        return loop.join(held, child);
      }
      sum += (Integer) child.result();
    }
    return sum;
  }

  private static final class Sleeping extends LimitFrame {
    private final TreeLimit self;
    private final int number;

    Sleeping(TreeLimit self, int number) {
      this.self = self;
      this.number = number;
    }

    @Override
    public Object resume(Object in) {
      return self.kind.value(number);
    }
  }

  private static final class Joining extends LimitFrame {
    private final TreeLimit self;
    private final LimitTask[] children;
    private int next;
    private int sum;

    Joining(TreeLimit self, LimitTask[] children) {
      this.self = self;
      this.children = children;
    }

    @Override
    public Object resume(Object in) {
      return self.sum(this, children, next + 1, sum + (Integer) in);
    }
  }
}
