package dev.fermata.sync;

import dev.fermata.EventLoop;
import dev.fermata.internal.RuntimeAccess;
import dev.fermata.internal.SharedSecrets;
import org.jspecify.annotations.Nullable;

/** Belongs to the loop that uses it first, until that is closed. */
@SuppressWarnings("ReferenceEquality") // loops are compared by identity
abstract class LoopBound {
  static final RuntimeAccess RUNTIME = SharedSecrets.runtime();

  private @Nullable EventLoop loop;

  /** Every operation calls it first. */
  final void check() {
    EventLoop current = RUNTIME.currentLoop();
    if (current == null || current != loop) {
      bind(current);
    }
  }

  private void bind(@Nullable EventLoop current) {
    EventLoop owner = loop;
    boolean free = owner == null || owner.isTerminated();
    if (current != null && free) {
      loop = current;
      return;
    }
    String what = "this " + getClass().getSimpleName();
    String thread = "thread '" + Thread.currentThread().getName() + "'";
    if (current != null) {
      throw new IllegalStateException(
          what + " belongs to another event loop than " + thread + "; make one for each loop");
    }
    throw new IllegalStateException(
        free
            ? what + " needs an event loop, and " + thread + " runs none; start one with run(...)"
            : what + " belongs to an event loop, and not to " + thread + "; use its execute");
  }
}
