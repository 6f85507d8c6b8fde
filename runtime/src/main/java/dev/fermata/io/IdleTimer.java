package dev.fermata.io;

import dev.fermata.EventLoop;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends what has been idle for some time. One timer for many bytes: it is set anew when it comes.
 */
final class IdleTimer {
  private final EventLoop loop;
  private final Runnable end;

  /** In nanoseconds; 0 for ever. */
  private long limit;

  private long lastActive;
  private @Nullable Future<?> timer;

  /**
   * A timer that is not set.
   *
   * @param end what is done when the time is up
   */
  IdleTimer(EventLoop loop, Runnable end) {
    this.loop = loop;
    this.end = end;
  }

  Duration limit() {
    return Duration.ofNanos(limit);
  }

  /** Sets how long it may take; zero for as long as it takes. */
  void set(Duration time) {
    stop();
    limit = Math.max(time.toNanos(), 0);
    active();
    if (limit > 0) {
      watch(limit);
    }
  }

  void active() {
    if (limit > 0) {
      lastActive = loop.nanoTime();
    }
  }

  void stop() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  private void watch(long nanos) {
    timer = loop.schedule(this::check, nanos, TimeUnit.NANOSECONDS);
  }

  private void check() {
    long left = lastActive + limit - loop.nanoTime();
    if (left > 0) {
      watch(left);
    } else {
      end.run();
    }
  }
}
