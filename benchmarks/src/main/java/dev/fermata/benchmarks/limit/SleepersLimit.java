package dev.fermata.benchmarks.limit;

/** State machines written by hand that sleep with three live variables. */
public final class SleepersLimit {
  private static LimitLoop loop;
  private static long sum;
  private static int awake;

  private SleepersLimit() {}

  /** Calls {@code asleep} when all sleep; gives the sum of their results. */
  public static long run(int count, long deadline, Runnable asleep) {
    loop = new LimitLoop();
    sum = 0;
    awake = 0;
    return (Long) loop.run(() -> all(count, deadline, asleep));
  }

  private static Object all(int count, long deadline, Runnable asleep) {
    for (int i = 0; i < count; i++) {
      int number = i;
      loop.spawn(() -> sleeper(number, number & 7, number & 15, deadline));
    }
    All frame = new All(count, deadline, asleep);
    frame.state = 1;
    return loop.yieldNow(frame);
  }

  private static LimitFrame sleeper(int number, int factor, int offset, long deadline) {
    return loop.sleep(new Sleeper(number, factor, offset), deadline - System.nanoTime());
  }

  private static final class All extends LimitFrame {
    private final int count;
    private final long deadline;
    private final Runnable asleep;

    All(int count, long deadline, Runnable asleep) {
      this.count = count;
      this.deadline = deadline;
      this.asleep = asleep;
    }

    @Override
    public Object resume(Object in) {
      if (state == 1) {
        asleep.run();
        state = 2;
        return loop.sleep(this, deadline - System.nanoTime());
      }
      return awake < count ? loop.yieldNow(this) : (Object) sum;
    }
  }

  private static final class Sleeper extends LimitFrame {
    private final int number;
    private final int factor;
    private final int offset;

    Sleeper(int number, int factor, int offset) {
      this.number = number;
      this.factor = factor;
      this.offset = offset;
    }

    @Override
    public Object resume(Object in) {
      sum += (long) number * factor + offset;
      awake++;
      return null;
    }
  }
}
