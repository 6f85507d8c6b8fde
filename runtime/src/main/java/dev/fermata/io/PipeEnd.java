package dev.fermata.io;

import dev.fermata.EventLoop;
import java.io.Closeable;
import java.io.IOException;

/** This side's end of a pipe to or from a program. */
abstract class PipeEnd implements Endpoint {
  private final EventLoop loop;
  private final String name;

  PipeEnd(EventLoop loop, String name) {
    this.loop = loop;
    this.name = name;
  }

  @Override
  public void check() {
    Loops.check(loop, name);
  }

  @Override
  public void wantRead() {}

  /** Who writes says when he is ready for more, unasked. */
  @Override
  public void wantWrite() {}

  /** Closes a pipe that nobody waits for any more. */
  static void close(Closeable stream) {
    try {
      stream.close();
    } catch (IOException ignored) {
      // What was left to be written did not get there: the program has ended, which its exit tells,
      // or its pipe was dropped on purpose.
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
