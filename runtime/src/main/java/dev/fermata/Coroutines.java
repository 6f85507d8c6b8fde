package dev.fermata;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What is done to many coroutines at once. */
final class Coroutines {
  private Coroutines() {}

  /**
   * Takes the single use of all, or of none.
   *
   * @throws IllegalStateException if one was used before
   */
  static void claimAll(Collection<? extends Coroutine<?>> coroutines) {
    List<Coroutine<?>> claimed = new ArrayList<>(coroutines.size());
    try {
      for (Coroutine<?> coroutine : coroutines) {
        coroutine.claim();
        claimed.add(coroutine);
      }
    } catch (RuntimeException e) {
      claimed.forEach(Coroutine::release);
      throw e;
    }
  }
}
