package dev.fermata.sync;

import org.jspecify.annotations.Nullable;

/** A clause that waits as a place in a wait queue. */
abstract class QueuedClause<R extends @Nullable Object> extends SelectClause<R> {
  private @Nullable Wait<?> place;

  /** Makes the place, which tells the choice that this clause is to be done. */
  abstract Wait<?> newPlace(Select.Choice<R> choice);

  @Override
  final void enlist(Select.Choice<R> choice) {
    place = newPlace(choice);
    place.queue().add(place);
  }

  @Override
  final void withdraw() {
    if (place != null) {
      place.queue().remove(place);
    }
  }
}
