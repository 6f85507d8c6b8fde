package dev.fermata.benchmarks.limit;

/** Fibonacci numbers by a state machine that is written by hand. */
public final class FibLimit {
  private final LimitLoop loop = new LimitLoop();
  private boolean suspends;

  /** {@code fib(n)}; every leaf yields once where {@code suspending}. */
  public int run(int n, boolean suspending) {
    suspends = suspending;
    return (Integer) loop.run(() -> fib(n, null, null));
  }

  private Object fib(int n, Frame frame, Object in) {
    Object first;
    Object second;
    if (frame == null) {
      if (n < 2) {
        return suspends ? suspend(1, n, 0) : (Object) n;
      }
      first = fib(n - 1, null, null);
      if (first instanceof LimitFrame callee) {
        return suspendOn(2, n, 0, callee, null);
      }
    } else if (frame.state == 1) {
      return frame.n;
    } else if (frame.state == 2) {
      n = frame.n;
      first = in;
    } else {
      return frame.first + (Integer) in;
    }
    int sum = (Integer) first;
    second = fib(n - 2, null, null);
    if (second instanceof LimitFrame callee) {
      return suspendOn(3, n, sum, callee, frame);
    }
    return sum + (Integer) second;
  }

  private LimitFrame suspend(int state, int n, int first) {
    return loop.yieldNow(new Frame(this, state, n, first));
  }

  private LimitFrame suspendOn(int state, int n, int first, LimitFrame callee, Frame frame) {
    Frame held = frame;
    if (held == null) {
      held = new Frame(this, state, n, first);
    } else {
      held.state = state;
      held.first = first;
    }
    callee.caller = held;
    return held;
  }

  private static final class Frame extends LimitFrame {
    final FibLimit self;
    final int n;
    int first;

    Frame(FibLimit self, int state, int n, int first) {
      this.self = self;
      this.state = state;
      this.n = n;
      this.first = first;
    }

    @Override
    public Object resume(Object in) {
      return self.fib(n, this, in);
    }
  }
}
