package dev.fermata.sync;

import dev.fermata.AsyncIterable;
import dev.fermata.AsyncIterator;
import dev.fermata.Coroutine;
import org.jspecify.annotations.Nullable;

/**
 * The end of a {@link Channel} that gives elements. In an {@code @Async} method {@code for (var x :
 * channel)} receives until the channel is closed and empty.
 *
 * @param <T> the type of the elements
 */
public sealed interface ReceiveChannel<T> extends AsyncIterable<T> permits Channel {
  /**
   * Receives an element, and waits for one if there is none.
   *
   * @return the coroutine; it fails with a {@link ChannelClosedException} if the channel is closed
   *     and empty, and with an {@link IllegalStateException} on another loop or thread
   */
  Coroutine<T> receive();

  /**
   * Receives an element if there is one.
   *
   * @return null if there is none yet
   * @throws ChannelClosedException if the channel is closed and empty
   * @throws IllegalStateException on another loop or thread
   */
  @Nullable T tryReceive();

  /**
   * Receives what comes. Several iterators, and receives, share the elements: each goes to one of
   * them. An element that {@code hasNextAsync} has got and nobody has taken goes back to the head
   * of the channel when the iterator is closed; the channel itself stays open.
   */
  @Override
  AsyncIterator<T> iterator();

  /**
   * Says that nothing is going to be received: closes the channel, drops what is buffered, and
   * fails the sends that wait.
   *
   * @throws IllegalStateException on another loop or thread
   */
  void cancel();

  /**
   * Whether the channel is closed and nothing is left, so that a receive fails. Any thread; a
   * snapshot on another one.
   */
  boolean isClosedForReceive();
}
