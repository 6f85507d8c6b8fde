package dev.fermata.tests.oracle;

import dev.fermata.AsyncCallable;
import dev.fermata.Coroutine;
import org.jspecify.annotations.Nullable;

/**
 * What {@code completed(v)}, {@code async(...)} and {@code sleep(...)} give in an oracle run.
 *
 * @param <T> the type of the result
 */
final class OracleCoroutine<T extends @Nullable Object> extends Coroutine<T> {
  private final AsyncCallable<T> body;

  OracleCoroutine(AsyncCallable<T> body) {
    this.body = body;
  }

  T result() throws Exception {
    return body.call();
  }

  @Override
  protected @Nullable Object begin() {
    throw new IllegalStateException("a coroutine of the oracle came to the runtime");
  }
}
