package dev.fermata.sync;

import org.jspecify.annotations.Nullable;

/** A {@link Channel} is closed: nothing can be sent, or nothing is left to be received. */
public class ChannelClosedException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /**
   * An exception with a message.
   *
   * @param cause what the channel was closed for, if anything
   */
  public ChannelClosedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
