package dev.fermata;

import dev.fermata.runtime.AsyncLambda;
import dev.fermata.runtime.Continuations;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One run of an async lambda. */
final class LambdaCoroutine<T extends @Nullable Object> extends Coroutine<T> {
  private final AsyncCallable<T> body;

  LambdaCoroutine(AsyncCallable<T> body) {
    this.body = Objects.requireNonNull(body, "body");
  }

  @Override
  protected @Nullable Object begin() throws Throwable {
    return begin(Continuations.HEADROOM);
  }

  @Override
  protected @Nullable Object begin(int headroom) throws Throwable {
    return body instanceof AsyncLambda<?> lambda ? lambda.enter(null, null, headroom) : body.call();
  }

  @Override
  protected String name() {
    return "Fermata.async";
  }
}
