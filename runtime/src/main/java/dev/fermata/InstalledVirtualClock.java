package dev.fermata;

import dev.fermata.internal.InstalledClock;

/** A virtual clock for the loops that one thread makes, until it is taken away. */
final class InstalledVirtualClock implements InstalledClock {
  private final Carrier carrier = Carrier.get();
  private final LoopClock before = carrier.clock;
  private final VirtualClock clock = new VirtualClock();

  InstalledVirtualClock() {
    carrier.clock = clock;
  }

  @Override
  public long elapsedNanos() {
    return clock.nanoTime();
  }

  @Override
  public void uninstall() {
    if (Carrier.get() != carrier || carrier.clock != clock) {
      throw new IllegalStateException(
          "virtual time is closed on the thread that installed it, the innermost first");
    }
    carrier.clock = before;
  }
}
