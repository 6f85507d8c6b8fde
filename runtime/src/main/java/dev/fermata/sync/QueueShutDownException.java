package dev.fermata.sync;

/** A {@link Queue} was shut down; asyncio's {@code QueueShutDown}. */
public class QueueShutDownException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /** An exception with a message. */
  public QueueShutDownException(String message) {
    super(message);
  }
}
