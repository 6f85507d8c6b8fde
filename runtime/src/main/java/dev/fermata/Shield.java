package dev.fermata;

import dev.fermata.runtime.Failure;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The wait of {@link Fermata#shield}: a cancel ends the wait alone. */
final class Shield<T extends @Nullable Object> extends Suspension<T> {
  private final CompletableFuture<?> inner;

  Shield(CompletionStage<T> inner) {
    this.inner = Futures.futureOf(inner);
  }

  @Override
  protected @Nullable Object begin() throws Throwable {
    if (!inner.isDone()) {
      return suspend();
    }
    if (Futures.outcomeOf(inner) instanceof Failure failure) {
      throw failure.exception();
    }
    return inner.join();
  }

  @Override
  protected void onSuspend() {
    new Completion(inner, EventLoop.current()) {
      @Override
      void completed() {
        // Whoever gave the wait up leaves the outcome to others, and a failure to the log.
        if (isHeld()) {
          goOn(Futures.outcomeOf(inner));
        }
      }
    }.begin();
  }

  private void goOn(@Nullable Object outcome) {
    if (outcome instanceof Failure failure) {
      fail(failure.exception());
    } else {
      @SuppressWarnings("unchecked")
      @Nullable T value = (T) outcome;
      resume(value);
    }
  }

  @Override
  protected String name() {
    return "Fermata.shield";
  }
}
