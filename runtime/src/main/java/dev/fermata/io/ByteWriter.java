package dev.fermata.io;

import dev.fermata.Coroutine;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that go somewhere; asyncio's {@code StreamWriter}. When a write has failed, all later ones
 * fail with the same {@link java.io.IOException}, which {@link #drain} and {@link #flush} tell.
 */
public interface ByteWriter {
  /**
   * Writes all that is in a buffer. What is not taken at once is kept and written later; so who
   * writes much awaits {@link #drain} in between, which also tells of failures. A connection sends
   * what is small at the end of the loop's turn, that is, when the tasks that are ready now have
   * come to their next awaits: several writes are one then. {@link #flush} sends it at once.
   *
   * @throws IllegalStateException after {@link #endOutput} or a close, or on another thread
   */
  void write(ByteBuffer source);

  /** As {@link #write(ByteBuffer)}. */
  default void write(byte[] bytes) {
    write(ByteBuffer.wrap(bytes));
  }

  /** As {@link #write(ByteBuffer)}, of text in UTF-8. */
  default void write(String text) {
    write(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Waits while more than the high-water mark is left to be written, until it is no more than the
   * low-water mark; fails if a write has failed.
   */
  Coroutine<@Nullable Void> drain();

  /** Waits until all is written, that is, handed to the system; fails if a write has failed. */
  Coroutine<@Nullable Void> flush();

  /**
   * Sets the marks of {@link #drain}, in bytes; 64 and 16 KiB at first.
   *
   * @throws IllegalArgumentException unless {@code 0 <= low <= high}
   */
  void setWaterMarks(int low, int high);

  /** How many bytes are left to be written. */
  int unwritten();

  /**
   * Writes what is left, and then tells whoever reads it that no more is coming. Nothing can be
   * written from now on.
   */
  Coroutine<@Nullable Void> endOutput();
}
