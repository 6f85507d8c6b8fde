package dev.fermata;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * A time limit on a part of an {@code @Async} method, as a resource; asyncio's {@code timeout()}.
 *
 * <pre>{@code
 * try (var limit = Timeout.open(ofSeconds(2))) {
 *   await(connect());
 *   limit.reschedule(ofSeconds(10));
 *   await(readAll());
 * } catch (TimeoutException e) { ... }
 * }</pre>
 *
 * <p>When the time is over, the body gets a {@link TaskCancelled} at the await that it is held at
 * or at its next one, and the closing brace throws a {@link TimeoutException} in its place. An
 * exception of the body's own, and a cancel that comes from outside, win over it. Limits may be
 * nested. It belongs to the task that has opened it. {@link Fermata#withTimeout} is the same for
 * one call.
 */
public final class Timeout implements AutoCloseable {
  private final CancelScope scope;
  private Duration time;

  private Timeout(Duration time) {
    this.time = time;
    scope = CancelScope.withDeadline(time);
  }

  /**
   * Begins a time limit in the current task; only in woven {@code @Async} methods.
   *
   * @param time on the loop's clock; zero or less is over at once, at the next await that waits
   * @throws IllegalStateException if no task of an event loop runs on this thread
   */
  public static Timeout open(Duration time) {
    Timeout timeout = new Timeout(time);
    timeout.scope.enter();
    return timeout;
  }

  /** Sets a new limit, from now on. One that is over already stays over. */
  public void reschedule(Duration newTime) {
    time = newTime;
    scope.setDeadline(newTime);
  }

  /** Takes the limit away. */
  public void remove() {
    scope.removeDeadline();
  }

  /** Whether the time was over before the body ended. */
  public boolean isExpired() {
    return scope.isCancelRequested();
  }

  /**
   * Ends the limit.
   *
   * @throws TimeoutException if the time was over and the body was interrupted
   */
  @Override
  public void close() throws TimeoutException {
    Task<?> host = scope.host();
    if (host == null) {
      return;
    }
    TaskCancelled interruption = host.own().lastCancellation;
    if (scope.leave(true)) {
      TimeoutException timeout = exceeded(time);
      if (interruption != null) {
        interruption.replaceWith(timeout);
      }
      throw timeout;
    }
  }

  static TimeoutException exceeded(Duration time) {
    return new TimeoutException("not done within " + text(time));
  }

  /** As the standard's text of a duration, in lower case without its first letters. */
  private static String text(Duration time) {
    String standard = time.toString();
    return standard.startsWith("PT")
        ? standard.substring(2).toLowerCase(java.util.Locale.ROOT)
        : standard;
  }
}
