package dev.fermata.benchmarks.limit;

/** Two state machines written by hand that send one another numbers. */
public final class PingPongLimit {
  private final LimitLoop loop = new LimitLoop();
  private final LimitSlot there = new LimitSlot(loop);
  private final LimitSlot back = new LimitSlot(loop);

  /** Gives the sum of what came back. */
  public int run(int rounds) {
    loop.spawn(() -> pong(rounds, null, null));
    return (Integer) loop.run(() -> ping(rounds, null, null));
  }

  private Object ping(int rounds, Frame frame, Object in) {
    int sum = 0;
    int round = 0;
    int goal = rounds;
    int state = 0;
    Object reply = in;
    if (frame != null) {
      sum = frame.sum;
      round = frame.round;
      goal = frame.rounds;
      state = frame.state;
    }
    while (state != 0 || round < goal) {
      if (state != 2) {
        state = 0;
        if (!there.send(round)) {
          return held(new Frame.Ping(this), frame, 1, sum, round, goal);
        }
        reply = back.receive();
        if (reply == null) {
          return held(new Frame.Ping(this), frame, 2, sum, round, goal);
        }
      }
      state = 0;
      sum += (Integer) reply;
      round++;
    }
    return sum;
  }

  private Object pong(int rounds, Frame frame, Object in) {
    int round = 0;
    int goal = rounds;
    int number = 0;
    int state = 0;
    if (frame != null) {
      round = frame.round;
      goal = frame.rounds;
      number = frame.sum;
      state = frame.state;
    }
    while (state != 0 || round < goal) {
      if (state != 2) {
        Object received = state == 1 ? in : there.receive();
        state = 0;
        if (received == null) {
          return held(new Frame.Pong(this), frame, 1, 0, round, goal);
        }
        number = (Integer) received + 1;
      }
      state = 0;
      if (!back.send(number)) {
        return held(new Frame.Pong(this), frame, 2, number, round, goal);
      }
      round++;
    }
    return 0;
  }

  private LimitFrame held(Frame fresh, Frame frame, int state, int sum, int round, int rounds) {
    Frame held = frame == null ? fresh : frame;
    held.state = state;
    held.sum = sum;
    held.round = round;
    held.rounds = rounds;
    return loop.hold(held);
  }

  private abstract static class Frame extends LimitFrame {
    final PingPongLimit self;
    int sum;
    int round;
    int rounds;

    Frame(PingPongLimit self) {
      this.self = self;
    }

    static final class Ping extends Frame {
      Ping(PingPongLimit self) {
        super(self);
      }

      @Override
      public Object resume(Object in) {
        return self.ping(0, this, in);
      }
    }

    static final class Pong extends Frame {
      Pong(PingPongLimit self) {
        super(self);
      }

      @Override
      public Object resume(Object in) {
        return self.pong(0, this, in);
      }
    }
  }
}
