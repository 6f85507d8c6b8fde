package dev.fermata;

import org.jspecify.annotations.Nullable;

/**
 * Runs a coroutine in a cancel scope, and says what comes of it where the scope has ended it.
 *
 * @param <T> the type of the inner result
 * @param <R> the type of the result: that of the inner one, or what there is in its place
 */
abstract class ScopedCoroutine<T extends @Nullable Object, R extends @Nullable Object>
    extends Enclosed<T, R> {
  private final CancelScope scope;

  ScopedCoroutine(CancelScope scope, Coroutine<T> body) {
    super(body);
    this.scope = scope;
  }

  /** The scope's own cancel has ended the body: the result, or what is thrown in its place. */
  abstract @Nullable Object interrupted() throws Throwable;

  @Override
  final void enter() {
    scope.enter();
  }

  @Override
  final @Nullable Object leave(@Nullable Object value, @Nullable Throwable failure)
      throws Throwable {
    if (scope.leave(failure instanceof TaskCancelled)) {
      return interrupted();
    }
    if (failure != null) {
      throw failure;
    }
    return value;
  }
}
