package dev.fermata;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Runs a coroutine for some time at most. */
final class TimedCoroutine<T extends @Nullable Object> extends Enclosed<T, T> {
  private final Duration time;
  private final CancelScope scope;

  TimedCoroutine(Duration time, Coroutine<T> body) {
    super(body);
    this.time = time;
    scope = CancelScope.withDeadline(time);
  }

  @Override
  void enter() {
    scope.enter();
  }

  @Override
  @Nullable Object leave(@Nullable Object value, @Nullable Throwable failure) throws Throwable {
    if (scope.leave(failure instanceof TaskCancelled)) {
      throw Timeout.exceeded(time);
    }
    if (failure != null) {
      throw failure;
    }
    return value;
  }

  @Override
  protected String name() {
    return "Fermata.withTimeout";
  }
}
