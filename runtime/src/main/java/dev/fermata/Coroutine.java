package dev.fermata;

import dev.fermata.runtime.Continuations;
import org.jspecify.annotations.Nullable;

/**
 * The cold result of an async method: its captured arguments, and a body that has not run yet.
 *
 * <p>A coroutine is single use: it is awaited, spawned or run once, and the second time throws an
 * {@link IllegalStateException}. It belongs to one thread at a time.
 *
 * @param <T> the type of the result
 */
public abstract class Coroutine<T extends @Nullable Object> {
  private static final byte FRESH = 0;
  private static final byte USED = 1;
  private static final byte REUSABLE = 2;

  private byte use;

  /** For generated code. */
  @SuppressWarnings("this-escape") // debug mode keeps a weak reference only
  protected Coroutine() {
    if (NeverAwaited.ENABLED) {
      NeverAwaited.made(this);
    }
  }

  /** A coroutine without state of its own, which may be awaited any number of times. */
  Coroutine(Reusable reusable) {
    this(true);
  }

  /** A coroutine that may be awaited any number of times, or one for a single use. */
  @SuppressWarnings("this-escape") // debug mode keeps a weak reference only
  Coroutine(boolean reusable) {
    if (reusable) {
      use = REUSABLE;
    } else if (NeverAwaited.ENABLED) {
      NeverAwaited.made(this);
    }
  }

  /**
   * Runs the body up to its end or its first real suspension. Generated.
   *
   * @return the result, or the continuation frame at which the body is held
   * @throws Throwable what the body threw
   */
  protected abstract @Nullable Object begin() throws Throwable;

  /**
   * As {@link #begin()}, on a stack on which only so many calls may still nest; by default it makes
   * no difference. What begins other coroutines hands the headroom on. Generated.
   *
   * @param headroom as {@link dev.fermata.runtime.Continuations#HEADROOM} says
   */
  protected @Nullable Object begin(int headroom) throws Throwable {
    return begin();
  }

  /** The method that this coroutine is a call of, as {@code Class.method}. Generated. */
  protected String name() {
    return getClass().getName();
  }

  /**
   * Takes the single use and runs the body; the result is as of begin. Where the stack is too deep
   * already, the result is a frame, and the driver runs the body when the stack has unwound.
   */
  final @Nullable Object start(int headroom) throws Throwable {
    claim();
    return headroom > 0 ? begin(headroom - Continuations.OBJECT_CALL) : FreshStart.hold(this);
  }

  /**
   * Takes the single use.
   *
   * @throws IllegalStateException if it has been taken
   */
  final void claim() {
    if (use != FRESH) {
      if (use == USED) {
        throw new IllegalStateException(
            "coroutine '"
                + name()
                + "' was already awaited, spawned or run; call the method again for a new one");
      }
      return;
    }
    use = USED;
    if (NeverAwaited.ENABLED) {
      NeverAwaited.started(this);
    }
  }

  /** Gives the single use back: nothing of the body has run. */
  final void release() {
    if (use == USED) {
      use = FRESH;
      if (NeverAwaited.ENABLED) {
        NeverAwaited.made(this);
      }
    }
  }

  @Override
  public String toString() {
    return "<coroutine object "
        + name()
        + " at 0x"
        + Integer.toHexString(System.identityHashCode(this))
        + ">";
  }

  /** Selects the constructor of reusable coroutines. */
  enum Reusable {
    YES
  }
}
