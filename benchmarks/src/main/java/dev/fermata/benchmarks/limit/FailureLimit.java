package dev.fermata.benchmarks.limit;

import dev.fermata.benchmarks.futures.Failing;

/** An exception that passes many activations of a state machine written by hand. */
public final class FailureLimit {
  private final LimitLoop loop = new LimitLoop();

  /** Gives the depth at which it was thrown; after a yield where {@code suspends}. */
  public int run(int depth, boolean suspends) {
    return (Integer) loop.run(() -> caught(depth, suspends, null, null));
  }

  private Object caught(int depth, boolean suspends, Frame frame, Object in) throws Throwable {
    try {
      if (frame != null) {
        return LimitFrame.outcome(in);
      }
      Object below = level(0, depth, suspends, null, null);
      if (below instanceof LimitFrame callee) {
        Frame held = new Caught(this, depth);
        callee.caller = held;
        return held;
      }
      return below;
    } catch (Failing e) {
      return e.depth;
    }
  }

  private Object level(int depth, int bottom, boolean suspends, Frame frame, Object in)
      throws Throwable {
    Object below;
    if (frame == null) {
      if (depth == bottom) {
        if (suspends) {
          Frame held = new Frame(this, depth);
          held.state = 1;
          return loop.yieldNow(held);
        }
        throw new Failing(depth);
      }
      below = level(depth + 1, bottom, suspends, null, null);
      if (below instanceof LimitFrame callee) {
        Frame held = new Frame(this, depth);
        callee.caller = held;
        return held;
      }
    } else if (frame.state == 1) {
      throw new Failing(frame.depth);
    } else {
      below = LimitFrame.outcome(in);
    }
    return (Integer) below + 1;
  }

  private static class Frame extends LimitFrame {
    final FailureLimit self;
    final int depth;

    Frame(FailureLimit self, int depth) {
      this.self = self;
      this.depth = depth;
    }

    @Override
    public Object resume(Object in) throws Throwable {
      return self.level(0, 0, false, this, in);
    }
  }

  private static final class Caught extends Frame {
    Caught(FailureLimit self, int depth) {
      super(self, depth);
    }

    @Override
    public Object resume(Object in) throws Throwable {
      return self.caught(0, false, this, in);
    }

    @Override
    public boolean handlesFailure() {
      return true;
    }
  }
}
