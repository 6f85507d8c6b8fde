package dev.fermata.woven;

import dev.fermata.Coroutine;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Captures the arguments of {@link Woven#sum}. */
final class Woven$sum$FermataCoroutine extends Coroutine<Integer> {
  private final CompletableFuture<Integer> future;
  private final int times;

  Woven$sum$FermataCoroutine(CompletableFuture<Integer> future, int times) {
    this.future = future;
    this.times = times;
  }

  @Override
  protected @Nullable Object begin() throws Throwable {
    return Woven.lambda$sum$fermata(future, times, null, null);
  }
}
