package dev.fermata.testing;

/** Placeholder. */
public final class VirtualTime {
  private VirtualTime() {}
}
