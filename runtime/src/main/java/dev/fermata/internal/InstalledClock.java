package dev.fermata.internal;

/** A virtual clock on the thread that installed it. */
public interface InstalledClock {
  /** Virtual nanoseconds since it was installed. */
  long elapsedNanos();

  /** Gives the thread the clock back that it had before. */
  void uninstall();
}
