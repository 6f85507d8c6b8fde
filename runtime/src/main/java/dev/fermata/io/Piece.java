package dev.fermata.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What is read at a time by another thread, to which it belongs until it has arrived; its array is
 * used again.
 */
final class Piece {
  /** The largest that are read. */
  static final int MOST = 64 << 10;

  private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

  private ByteBuffer bytes = EMPTY;

  private boolean isLast;
  private @Nullable IOException failure;

  /** Forgets what was read, and makes room for so many bytes, or some more. */
  ByteBuffer room(int count) {
    failure = null;
    if (bytes.capacity() < count) {
      bytes = ByteBuffer.allocate(count);
    }
    return bytes.clear();
  }

  /** What the room has up to its position was read. */
  void isRead(boolean last) {
    bytes.flip();
    isLast = last;
  }

  /** Nothing was read. */
  void isNotRead(IOException exception) {
    bytes = EMPTY;
    failure = exception;
  }

  /** Whether no more follows. */
  boolean isLast() {
    return isLast;
  }

  /** Why nothing was read, or null. */
  @Nullable IOException failure() {
    return failure;
  }

  int remaining() {
    return bytes.remaining();
  }

  boolean isEmpty() {
    return !bytes.hasRemaining();
  }

  /** What is left of it. */
  ByteBuffer bytes() {
    return bytes;
  }
}
