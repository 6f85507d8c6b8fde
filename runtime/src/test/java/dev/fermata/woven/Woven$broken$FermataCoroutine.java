package dev.fermata.woven;

import dev.fermata.Coroutine;
import org.jspecify.annotations.Nullable;

/** A call of {@link Woven#broken}. */
final class Woven$broken$FermataCoroutine extends Coroutine<Integer> {
  @Override
  protected @Nullable Object begin() throws Throwable {
    return Woven.lambda$broken$fermata(null, null);
  }

  @Override
  protected String name() {
    return "Woven.broken";
  }
}
