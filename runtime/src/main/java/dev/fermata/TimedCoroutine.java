package dev.fermata;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Runs a coroutine for some time at most. */
final class TimedCoroutine<T extends @Nullable Object> extends ScopedCoroutine<T, T> {
  private final Duration time;

  TimedCoroutine(Duration time, Coroutine<T> body) {
    super(CancelScope.withDeadline(time), body);
    this.time = time;
  }

  @Override
  @Nullable Object interrupted() throws TimeoutException {
    throw Timeout.exceeded(time);
  }

  @Override
  protected String name() {
    return "Fermata.withTimeout";
  }
}
