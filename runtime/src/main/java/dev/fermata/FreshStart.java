package dev.fermata;

import dev.fermata.runtime.ContinuationFrame;
import dev.fermata.runtime.Continuations;
import org.jspecify.annotations.Nullable;

/**
 * An awaited coroutine that has not begun, because the stack is too deep: the innermost frame of
 * its caller's chain. The stack unwinds as at a suspension, and whoever drives the chain resumes
 * this frame at once, which begins the coroutine on a fresh stack. It is no suspension of the task:
 * nothing else runs meanwhile, and no cancel is delivered.
 */
final class FreshStart extends ContinuationFrame {
  private final Coroutine<?> coroutine;

  private FreshStart(Coroutine<?> coroutine) {
    this.coroutine = coroutine;
  }

  /** Holds the chain at a coroutine whose single use is taken. */
  static ContinuationFrame hold(Coroutine<?> coroutine) {
    return Carrier.link(Carrier.startFresh(), new FreshStart(coroutine));
  }

  @Override
  public @Nullable Object resume(@Nullable Object in) throws Throwable {
    return coroutine.begin(Continuations.HEADROOM);
  }
}
