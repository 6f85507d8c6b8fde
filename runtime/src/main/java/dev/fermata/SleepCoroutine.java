package dev.fermata;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Holds the awaiting task for some time. */
final class SleepCoroutine extends Coroutine<@Nullable Void> {
  /** So far in the future that sums with a clock reading still compare by their difference. */
  private static final long LONGEST_NANOS = Long.MAX_VALUE >> 1;

  private static final Duration LONGEST = Duration.ofNanos(LONGEST_NANOS);

  /** Nanoseconds, at most {@link #LONGEST_NANOS}; zero or less yields. */
  private final long nanos;

  SleepCoroutine(Duration duration) {
    nanos = boundedNanos(duration);
  }

  /** A time in nanoseconds, at least zero and at most what a loop can count. */
  static long boundedNanos(Duration duration) {
    return duration.compareTo(LONGEST) >= 0 ? LONGEST_NANOS : nanosOf(duration);
  }

  /** A time in nanoseconds, cut to what a loop can count. */
  static long bounded(long nanos) {
    return Math.min(nanos, LONGEST_NANOS);
  }

  private static long nanosOf(Duration duration) {
    return duration.isNegative() ? 0 : duration.toNanos();
  }

  @Override
  protected @Nullable Object begin() {
    return Carrier.holdFor(nanos);
  }

  @Override
  protected String name() {
    return "Fermata.sleep";
  }
}
