package dev.fermata;

import org.jspecify.annotations.Nullable;

/** What {@link CancelScope#run(Coroutine)} returns: null comes of a body that the scope ended. */
final class CancellableCoroutine<T extends @Nullable Object>
    extends ScopedCoroutine<T, @Nullable T> {
  CancellableCoroutine(CancelScope scope, Coroutine<T> body) {
    super(scope, body);
  }

  @Override
  @Nullable Object interrupted() {
    return null;
  }

  @Override
  protected String name() {
    return "CancelScope.run";
  }
}
