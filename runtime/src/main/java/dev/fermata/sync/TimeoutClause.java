package dev.fermata.sync;

import dev.fermata.EventLoop;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A time limit. */
final class TimeoutClause<R extends @Nullable Object> extends SelectClause<R> {
  private final Duration time;
  private final Supplier<? extends R> then;
  private @Nullable Future<?> timer;

  TimeoutClause(Duration time, Supplier<? extends R> then) {
    this.time = time;
    this.then = Objects.requireNonNull(then, "then");
  }

  @Override
  void check() {}

  @Override
  boolean tryNow() {
    return time.isNegative() || time.isZero();
  }

  @Override
  void enlist(Select.Choice<R> choice) {
    timer =
        EventLoop.current()
            .schedule(
                () -> choice.decide(this),
                TimeUnit.NANOSECONDS.convert(time),
                TimeUnit.NANOSECONDS);
  }

  @Override
  void withdraw() {
    if (timer != null) {
      timer.cancel(false);
    }
  }

  @Override
  R result() {
    return then.get();
  }
}
