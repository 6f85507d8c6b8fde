package dev.fermata.woven;

import dev.fermata.runtime.ContinuationFrame;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A held activation of {@link Woven#sum}. */
final class Woven$sum$FermataFrame extends ContinuationFrame {
  CompletableFuture<Integer> future;
  int times;
  int sum;
  int i;

  @Override
  public @Nullable Object resume(@Nullable Object in) throws Throwable {
    return Woven.lambda$sum$fermata(null, 0, this, in);
  }
}
