package dev.fermata.internal;

import org.jspecify.annotations.Nullable;

/** Starts the body of a generator. */
@FunctionalInterface
public interface GeneratorBody {
  /**
   * Runs the body up to its end or its first emit or suspension.
   *
   * @param headroom how many calls may still nest
   * @return a continuation frame unless it has ended
   * @throws Throwable what the body threw
   */
  @Nullable Object begin(int headroom) throws Throwable;
}
