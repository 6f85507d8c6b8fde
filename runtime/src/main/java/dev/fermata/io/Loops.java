package dev.fermata.io;

import dev.fermata.EventLoop;

/** To whom something belongs. */
final class Loops {
  private Loops() {}

  /**
   * Throws unless this thread runs a loop.
   *
   * @throws IllegalStateException that says what to do
   */
  @SuppressWarnings("ReferenceEquality") // loops are compared by identity
  static void check(EventLoop loop, Object what) {
    if (EventLoop.current() != loop) {
      throw new IllegalStateException(
          what
              + " belongs to another event loop than thread '"
              + Thread.currentThread().getName()
              + "'; send the work there with execute");
    }
  }
}
