package dev.fermata.woven;

import dev.fermata.runtime.ContinuationFrame;
import dev.fermata.runtime.Continuations;
import org.jspecify.annotations.Nullable;

/** A held activation of {@link Woven#broken}. */
final class Woven$broken$FermataFrame extends ContinuationFrame {
  @Override
  public @Nullable Object resume(@Nullable Object in) throws Throwable {
    return Woven.lambda$broken$fermata(this, in);
  }

  @Override
  public StackTraceElement location() {
    return Continuations.location(
        "dev.fermata.woven.Woven", "broken", "Woven.java", "\u0009", state);
  }
}
