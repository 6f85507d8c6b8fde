package dev.fermata.io;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Where the bytes of an {@link Output} go; nothing here waits. */
interface Sink {
  /** Takes as many bytes as it can at once, perhaps none. */
  void write(ByteBuffer source) throws IOException;

  /** How many of the bytes that it took it still has. */
  default int pending() {
    return 0;
  }

  /** Hands on what it still has, as far as that goes. */
  default void flush() throws IOException {}

  /**
   * Whether it takes nothing for now, and not because its peer is slow: more is not to be tried.
   */
  default boolean isStalled() {
    return false;
  }

  /** Tells whoever gets the bytes that no more are coming; all that was written is gone. */
  void end() throws IOException;

  /**
   * All was written, and both directions are about to be closed: it adds what belongs at the end,
   * as {@link #pending} says. Again has no effect.
   */
  default void finish() {}
}
