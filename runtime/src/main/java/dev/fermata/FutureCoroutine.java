package dev.fermata;

import dev.fermata.runtime.Continuations;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Awaits a future. */
final class FutureCoroutine<T extends @Nullable Object> extends Coroutine<T> {
  private final CompletionStage<T> future;

  FutureCoroutine(CompletionStage<T> future) {
    this.future = future;
  }

  @Override
  protected @Nullable Object begin() throws Throwable {
    return Continuations.await(future);
  }

  @Override
  protected String name() {
    return "Fermata.await";
  }
}
