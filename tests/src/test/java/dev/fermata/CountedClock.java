package dev.fermata;

/**
 * The machine's clock, for the loops that this thread makes; it counts who looks at it. A loop that
 * has a timer does so each turn: one that has nothing to do but to wait for it looks a few times.
 */
public final class CountedClock extends LoopClock implements AutoCloseable {
  private final Carrier carrier = Carrier.get();
  private final LoopClock before = carrier.clock;
  private int looks;

  private CountedClock() {}

  /** Gives the calling thread this clock until it is closed, on the same thread. */
  public static CountedClock install() {
    CountedClock clock = new CountedClock();
    clock.carrier.clock = clock;
    return clock;
  }

  @Override
  long nanoTime() {
    looks++;
    return super.nanoTime();
  }

  /** How often somebody has looked. */
  public int looks() {
    return looks;
  }

  @Override
  public void close() {
    carrier.clock = before;
  }
}
