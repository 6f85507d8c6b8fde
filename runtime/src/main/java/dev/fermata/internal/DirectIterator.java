package dev.fermata.internal;

import org.jspecify.annotations.Nullable;

/**
 * An {@code AsyncIterator} that needs no coroutines. Each method does what beginning the coroutine
 * does: the result is that of the operation, or a frame if the caller has to suspend.
 */
public interface DirectIterator {
  /**
   * As {@code hasNextAsync}.
   *
   * @param headroom how many calls may still nest
   */
  @Nullable Object hasNext(int headroom) throws Throwable;

  /**
   * As {@code nextAsync}.
   *
   * @param headroom how many calls may still nest
   */
  @Nullable Object next(int headroom) throws Throwable;
}
