package dev.fermata.benchmarks.limit;

/** Calls of a state machine that is written by hand, many deep. */
public final class ChainLimit {
  private final LimitLoop loop = new LimitLoop();

  /** Gives the depth; the innermost yields once where {@code suspends}. */
  public int run(int depth, boolean suspends) {
    return (Integer) loop.run(() -> level(depth, suspends, null, null));
  }

  private Object level(int depth, boolean suspends, Frame frame, Object in) {
    Object below;
    if (frame == null) {
      if (depth == 0) {
        return suspends ? loop.yieldNow(new Frame(this, 1)) : (Object) 0;
      }
      below = level(depth - 1, suspends, null, null);
      if (below instanceof LimitFrame callee) {
        return suspend(callee);
      }
    } else if (frame.state == 1) {
      return 0;
    } else {
      below = in;
    }
    return (Integer) below + 1;
  }

  private LimitFrame suspend(LimitFrame callee) {
    Frame held = new Frame(this, 2);
    callee.caller = held;
    return held;
  }

  private static final class Frame extends LimitFrame {
    final ChainLimit self;

    Frame(ChainLimit self, int state) {
      this.self = self;
      this.state = state;
    }

    @Override
    public Object resume(Object in) {
      return self.level(0, false, this, in);
    }
  }
}
