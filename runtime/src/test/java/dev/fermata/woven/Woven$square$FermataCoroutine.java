package dev.fermata.woven;

import dev.fermata.Coroutine;
import org.jspecify.annotations.Nullable;

/** Captures the argument of {@link Woven#square}. */
final class Woven$square$FermataCoroutine extends Coroutine<Integer> {
  private final int number;

  Woven$square$FermataCoroutine(int number) {
    this.number = number;
  }

  @Override
  protected @Nullable Object begin() {
    return Woven.lambda$square$fermata(number, null, null);
  }

  @Override
  protected String name() {
    return "Woven.square";
  }
}
