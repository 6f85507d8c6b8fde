package dev.fermata.runtime;

import dev.fermata.AsyncCallable;
import org.jspecify.annotations.Nullable;

/**
 * What a woven async lambda implements instead of {@link AsyncCallable}: its single method is the
 * lambda's direct entry, so no wrapper object stands between.
 *
 * @param <T> the type of the result
 */
@FunctionalInterface
@SuppressWarnings("FunctionalInterfaceMethodChanged")
public interface AsyncLambda<T extends @Nullable Object> extends AsyncCallable<T> {
  /**
   * The direct entry.
   *
   * @param frame null for a fresh call
   * @param in the outcome of what was awaited
   * @param headroom how many calls may still nest; see {@link Continuations#HEADROOM}
   * @return the result, or a frame
   * @throws Throwable what the body threw
   */
  @Nullable Object enter(@Nullable ContinuationFrame frame, @Nullable Object in, int headroom)
      throws Throwable;

  @Override
  default T call() {
    throw new IllegalStateException(
        "an async lambda is started by run, spawn or async, not by call()");
  }
}
