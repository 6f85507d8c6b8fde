package dev.fermata.tests.scale;

import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Fermata;
import dev.fermata.Task;
import dev.fermata.runtime.Continuations;
import org.jspecify.annotations.Nullable;

/** A coroutine that runs another one as a task, cancels it in a later turn, and awaits it. */
final class Cancelling extends Coroutine<Integer> {
  private final Coroutine<Integer> body;

  Cancelling(Coroutine<Integer> body) {
    this.body = body;
  }

  @Override
  protected @Nullable Object begin() throws Throwable {
    Task<Integer> task = Fermata.spawn(body);
    EventLoop.current().execute(() -> EventLoop.current().execute(() -> task.cancel(false)));
    return Continuations.delegate(task);
  }
}
