package dev.fermata;

import dev.fermata.runtime.ContinuationFrame;
import org.jspecify.annotations.Nullable;

/** Says "suspended" where there is no frame yet: what is awaited waits on the thread's carrier. */
final class Sentinel extends ContinuationFrame {
  static final Sentinel INSTANCE = new Sentinel();

  private Sentinel() {}

  @Override
  public @Nullable Object resume(@Nullable Object in) {
    throw new AssertionError("the sentinel is never part of a chain");
  }
}
