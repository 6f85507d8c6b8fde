package dev.fermata;

import dev.fermata.runtime.ContinuationFrame;
import dev.fermata.runtime.Continuations;
import dev.fermata.runtime.Failure;
import org.jspecify.annotations.Nullable;

/**
 * A coroutine that runs another one inside itself, and does something before and after.
 *
 * @param <T> the type of the inner result
 * @param <R> the type of the result
 */
abstract class Enclosed<T extends @Nullable Object, R extends @Nullable Object>
    extends Coroutine<R> {
  private final Coroutine<T> body;

  Enclosed(Coroutine<T> body) {
    this.body = body;
  }

  /** Called before the body begins. */
  abstract void enter() throws Throwable;

  /**
   * Called when the body has ended.
   *
   * @param failure what the body threw, null if it returned the value
   * @return the result
   */
  abstract @Nullable Object leave(@Nullable Object value, @Nullable Throwable failure)
      throws Throwable;

  @Override
  protected final @Nullable Object begin() throws Throwable {
    return begin(Continuations.HEADROOM);
  }

  @Override
  protected final @Nullable Object begin(int headroom) throws Throwable {
    enter();
    Object result;
    try {
      result = body.start(headroom);
    } catch (Throwable failure) {
      return leave(null, failure);
    }
    return result instanceof ContinuationFrame
        ? Carrier.link(result, new Frame(this))
        : leave(result, null);
  }

  /** Holds the task while the body is held. */
  private static final class Frame extends ContinuationFrame {
    private final Enclosed<?, ?> outside;

    Frame(Enclosed<?, ?> outside) {
      this.outside = outside;
    }

    @Override
    public @Nullable Object resume(@Nullable Object in) throws Throwable {
      return in instanceof Failure failure
          ? outside.leave(null, failure.exception())
          : outside.leave(in, null);
    }
  }
}
