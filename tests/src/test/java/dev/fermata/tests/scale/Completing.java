package dev.fermata.tests.scale;

import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.runtime.Continuations;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A coroutine that has the loop complete a future in a later turn, and then runs another. */
final class Completing extends Coroutine<Integer> {
  private final Coroutine<Integer> body;
  private final CompletableFuture<Integer> future;
  private final int value;

  Completing(Coroutine<Integer> body, CompletableFuture<Integer> future, int value) {
    this.body = body;
    this.future = future;
    this.value = value;
  }

  @Override
  protected @Nullable Object begin() throws Throwable {
    EventLoop.current().execute(() -> future.complete(value));
    return Continuations.delegate(body);
  }
}
