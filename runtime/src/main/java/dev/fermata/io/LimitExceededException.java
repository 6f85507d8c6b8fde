package dev.fermata.io;

import java.io.IOException;

/**
 * More bytes have come than a read allows before the end of what it looks for; asyncio's {@code
 * LimitOverrunError}. They are still there for the next read.
 */
public final class LimitExceededException extends IOException {
  private static final long serialVersionUID = 1L;

  LimitExceededException(String message) {
    super(message);
  }
}
