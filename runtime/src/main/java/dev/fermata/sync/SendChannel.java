package dev.fermata.sync;

import dev.fermata.Coroutine;
import org.jspecify.annotations.Nullable;

/**
 * The end of a {@link Channel} that takes elements.
 *
 * @param <T> the type of the elements
 */
public sealed interface SendChannel<T> extends AutoCloseable permits Channel {
  /**
   * Sends an element, which is not null. It waits until there is a place in the buffer or, where
   * the channel has none, until the element is received.
   *
   * @return the coroutine; it fails with a {@link ChannelClosedException} if the channel is closed,
   *     and with an {@link IllegalStateException} on another loop or thread
   */
  Coroutine<@Nullable Void> send(T element);

  /**
   * Sends an element, which is not null, if that need not wait.
   *
   * @return false if it would have to wait
   * @throws ChannelClosedException if the channel is closed
   * @throws IllegalStateException on another loop or thread
   */
  boolean trySend(T element);

  /**
   * Says that nothing more is going to be sent. What is buffered, and what sends that wait already
   * have, is still received; then receives fail, and loops over the channel end. Again has no
   * effect.
   *
   * @throws IllegalStateException on another loop or thread
   */
  @Override
  void close();

  /**
   * As {@link #close()}, because of a failure: where receives and loops would end, they fail with a
   * {@link ChannelClosedException} whose cause it is.
   */
  void close(Throwable cause);

  /** Whether a send fails. Any thread; a snapshot on another one. */
  boolean isClosedForSend();
}
