package dev.fermata.sync;

import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The wait for an event. */
final class EventClause<R extends @Nullable Object> extends QueuedClause<R> {
  private final Event event;
  private final Supplier<? extends R> then;

  EventClause(Event event, Supplier<? extends R> then) {
    this.event = event;
    this.then = Objects.requireNonNull(then, "then");
  }

  @Override
  void check() {
    event.check();
  }

  @Override
  boolean tryNow() {
    return event.isSet();
  }

  @Override
  Wait<?> newPlace(Select.Choice<R> choice) {
    final class Place extends Wait<@Nullable Void> implements Event.Waiter {
      Place() {
        super(event.waiters);
      }

      @Override
      public void eventSet() {
        choice.decide(EventClause.this);
      }
    }

    return new Place();
  }

  @Override
  R result() {
    return then.get();
  }
}
