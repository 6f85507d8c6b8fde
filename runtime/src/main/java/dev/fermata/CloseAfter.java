package dev.fermata;

import dev.fermata.runtime.ContinuationFrame;
import dev.fermata.runtime.Continuations;
import dev.fermata.runtime.Failure;
import org.jspecify.annotations.Nullable;

/**
 * Closes an async iterator when an exception leaves its loop, and gives the exception. It does not
 * fail: a failure to close is suppressed by the exception, or given in its place.
 */
final class CloseAfter extends Coroutine<Throwable> {
  private final Throwable exception;
  private final @Nullable AsyncIterator<?> iterator;

  /**
   * Makes the coroutine.
   *
   * @param iterator null if the loop got no iterator
   */
  CloseAfter(Throwable exception, @Nullable AsyncIterator<?> iterator) {
    super(Reusable.YES);
    this.exception = exception;
    this.iterator = iterator;
  }

  @Override
  protected Object begin() {
    return begin(Continuations.HEADROOM);
  }

  @Override
  protected Object begin(int headroom) {
    if (iterator == null) {
      return exception;
    }
    try {
      Object result = iterator.closeAsync(exception).start(headroom);
      return result instanceof ContinuationFrame
          ? Carrier.link(result, new Closing(exception))
          : exception;
    } catch (Throwable failure) {
      return Suppressed.add(exception, failure);
    }
  }

  @Override
  protected String name() {
    return "close of " + iterator;
  }

  /** Waits until the iterator is closed. */
  private static final class Closing extends ContinuationFrame {
    private final Throwable exception;

    Closing(Throwable exception) {
      this.exception = exception;
    }

    @Override
    public Object resume(@Nullable Object in) {
      return in instanceof Failure failure
          ? Suppressed.add(exception, failure.exception())
          : exception;
    }
  }
}
