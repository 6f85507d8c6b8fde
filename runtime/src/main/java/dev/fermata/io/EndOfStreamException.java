package dev.fermata.io;

import java.io.EOFException;

/** The peer has ended its output where more was expected; asyncio's {@code IncompleteReadError}. */
public final class EndOfStreamException extends EOFException {
  private static final long serialVersionUID = 1L;

  private final byte[] partial;

  EndOfStreamException(String message, byte[] partial) {
    super(message);
    this.partial = partial;
  }

  /** What had come before the end. */
  public byte[] partial() {
    return partial.clone();
  }
}
