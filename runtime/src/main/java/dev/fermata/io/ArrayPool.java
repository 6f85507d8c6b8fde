package dev.fermata.io;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Arrays that wait for their next use: a stream has one only while there is something in it. */
final class ArrayPool {
  /** The size of the arrays that are kept. */
  static final int SIZE = 8 << 10;

  private final int most;
  private final ArrayDeque<byte[]> arrays = new ArrayDeque<>(2);

  /**
   * An empty pool.
   *
   * @param most how many arrays are kept
   */
  ArrayPool(int most) {
    this.most = most;
  }

  /** An array of at least so many bytes, with anything in it. */
  byte[] take(int size) {
    if (size > SIZE) {
      return new byte[size];
    }
    byte[] kept = arrays.poll();
    return kept != null ? kept : new byte[SIZE];
  }

  /** Gives an array back that nobody uses any more. */
  void giveBack(byte @Nullable [] array) {
    if (array != null && array.length == SIZE && arrays.size() < most) {
      arrays.push(array);
    }
  }
}
