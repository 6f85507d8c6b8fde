package dev.fermata.io;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Arrays that wait for their next use, each in a buffer of all of it: a stream has one only while
 * there is something in it.
 */
@SuppressWarnings("ByteBufferBackingArray") // all of them were made by wrap
final class ArrayPool {
  /** The size of the arrays that are kept, unless another one is given. */
  static final int SIZE = 8 << 10;

  private final int size;
  private final int most;
  private final ArrayDeque<ByteBuffer> buffers = new ArrayDeque<>(2);

  /**
   * An empty pool.
   *
   * @param most how many arrays are kept
   */
  ArrayPool(int most) {
    this(most, SIZE);
  }

  /**
   * An empty pool.
   *
   * @param most how many arrays are kept
   * @param size how many bytes they have
   */
  ArrayPool(int most, int size) {
    this.most = most;
    this.size = size;
  }

  /** An array of at least so many bytes, with anything in it. */
  ByteBuffer take(int atLeast) {
    if (atLeast > size) {
      return ByteBuffer.wrap(new byte[atLeast]);
    }
    ByteBuffer kept = buffers.poll();
    return kept != null ? kept.clear() : ByteBuffer.wrap(new byte[size]);
  }

  /** Gives an array back that nobody uses any more. */
  void giveBack(@Nullable ByteBuffer buffer) {
    if (buffer != null && buffer.capacity() == size && buffers.size() < most) {
      buffers.push(buffer);
    }
  }
}
