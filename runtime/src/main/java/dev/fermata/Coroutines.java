package dev.fermata;

import java.util.Collection;

/** What is done to many coroutines at once. */
final class Coroutines {
  private Coroutines() {}

  /**
   * Takes the single use of all, or of none.
   *
   * @return the coroutines, in an array that is the caller's
   * @throws IllegalStateException if one was used before
   */
  static Object[] claimAll(Collection<? extends Coroutine<?>> coroutines) {
    Object[] all = coroutines.toArray();
    int claimed = 0;
    try {
      for (; claimed < all.length; claimed++) {
        ((Coroutine<?>) all[claimed]).claim();
      }
    } catch (RuntimeException e) {
      for (int i = 0; i < claimed; i++) {
        ((Coroutine<?>) all[i]).release();
      }
      throw e;
    }
    return all;
  }
}
