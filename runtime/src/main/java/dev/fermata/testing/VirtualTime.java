package dev.fermata.testing;

import java.time.Duration;

/** Placeholder. */
public final class VirtualTime implements AutoCloseable {
  private VirtualTime() {}

  public static VirtualTime install() {
    throw new UnsupportedOperationException();
  }

  public Duration elapsed() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
