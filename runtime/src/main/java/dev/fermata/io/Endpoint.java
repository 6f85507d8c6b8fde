package dev.fermata.io;

/** What an {@link Input} and an {@link Output} belong to; its string names it in exceptions. */
interface Endpoint {
  /**
   * Throws if this is not the loop's thread.
   *
   * @throws IllegalStateException that says where it belongs
   */
  void check();

  /** Bytes come or go. */
  default void active() {}

  /** Asks for a call of {@link Input#ready} when there is something to be read. */
  void wantRead();

  /**
   * Asks for a call of {@link Output#sendKept} at the end of the loop's turn.
   *
   * @return false if it does not come, as what is written is not to be kept
   */
  default boolean keepsWrites() {
    return false;
  }

  /** Asks for a call of {@link Output#ready} when more can be written. */
  void wantWrite();
}
